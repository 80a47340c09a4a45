package io.gradhil.symbols;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apiguardian.api.API;

/** Names the code of an ARM image: functions from {@code .symtab}, lines from {@code .debug_line}, instructions from {@code .text}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Symbols {
    private static final String CODE = ".text";
    private static final int ARM = 40;
    private static final int SYMBOL_BYTES = 16;
    private static final int FUNCTION = 2;
    private static final int NO_TYPE = 0;
    private static final int WFI = 0xBF30;

    private record Function(String name, long end) {}

    private final ByteBuffer code;
    private final int codeAddress;
    private final LineTable lines;
    private final CallFrames frames;
    private final TreeMap<Long, Function> functions = new TreeMap<>();
    private final Map<String, Integer> values = new HashMap<>();

    /**
     * Reads an image. What it does not have (stripped, built without {@code -g}) is simply not known later.
     *
     * @param elf the file's content; not modified
     * @throws IllegalArgumentException if it is not an ARM image, or damaged
     */
    public Symbols(byte[] elf) {
        try {
            ElfSections sections = new ElfSections(elf);
            if (sections.machine() != ARM) {
                throw new IllegalArgumentException("built for ELF machine " + sections.machine() + ", not for ARM");
            }
            code = sections.content(CODE);
            codeAddress = sections.address(CODE);
            lines = LineTable.read(
                    sections.content(".debug_line"),
                    sections.content(".debug_str"),
                    sections.content(".debug_line_str"));
            frames = new CallFrames(sections.content(".debug_frame"));
            readSymbols(sections.content(".symtab"), sections.content(".strtab"));
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new IllegalArgumentException("truncated or damaged", e);
        }
    }

    private void readSymbols(ByteBuffer symbols, ByteBuffer names) {
        for (int at = 0; at < symbols.capacity(); at += SYMBOL_BYTES) {
            String name = ElfSections.text(names, symbols.getInt(at));
            int value = symbols.getInt(at + 4);
            int type = symbols.get(at + 12) & 0xF;
            if (type == FUNCTION) {
                long start = Integer.toUnsignedLong(value & ~1);
                functions.put(start, new Function(name, start + Integer.toUnsignedLong(symbols.getInt(at + 8))));
            } else if (type == NO_TYPE) {
                values.put(name, value);
            }
        }
    }

    private Symbols() {
        code = ByteBuffer.allocate(0);
        codeAddress = 0;
        lines = new LineTable();
        frames = new CallFrames(code);
    }

    /** Returns symbols that name nothing. */
    public static Symbols none() {
        return new Symbols();
    }

    /** Tells whether nothing is known of the code. */
    public boolean isEmpty() {
        return code.capacity() == 0;
    }

    /** Names an address; a Thumb bit is ignored. */
    public Place place(int address) {
        int instruction = address & ~1;
        long unsigned = Integer.toUnsignedLong(instruction);
        Map.Entry<Long, Function> entry = functions.floorEntry(unsigned);
        boolean inside = entry != null && unsigned < entry.getValue().end;
        LineTable.Line line =
                (inside ? lines.at(instruction) : Optional.<LineTable.Line>empty()).orElse(new LineTable.Line("", 0));
        return new Place(
                instruction,
                inside ? entry.getValue().name : "",
                inside ? (int) (unsigned - entry.getKey()) : 0,
                line.file(),
                line.line());
    }

    /** Names the call that returns to an address: it stands before it, where another function may have ended. */
    public Place caller(int returnAddress) {
        Place call = place(returnAddress - 2);
        return new Place(returnAddress & ~1, call.function(), call.offset() + 2, call.file(), call.line());
    }

    /** Returns the value of a symbol that the linker script defines, such as {@code stack_top}. */
    public OptionalInt value(String symbol) {
        Integer value = values.get(symbol);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** Tells whether an address, Thumb bit or not, is in the image's code. */
    public boolean isCode(int address) {
        int offset = (address & ~1) - codeAddress;
        return offset >= 0 && offset + 2 <= code.capacity();
    }

    /** Returns the 16 bits of code at an address that {@link #isCode}. */
    int halfword(int address) {
        return Short.toUnsignedInt(code.getShort((address & ~1) - codeAddress));
    }

    /** Tells whether a core with this PC has executed WFI and not gone on, or is about to execute it. */
    public boolean isAsleep(int pc) {
        return isCode(pc - 2) && isCode(pc) && (halfword(pc - 2) == WFI || halfword(pc) == WFI);
    }

    CallFrames frames() {
        return frames;
    }
}
