package io.gradhil.symbols;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The sections of an ELF file, 32 or 64 bit, little-endian.
 *
 * <p>Methods throw {@link IndexOutOfBoundsException} if the file is cut off.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ElfSections {
    private static final int ELF_MAGIC = 0x464C457F;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int NOBITS = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Where a section is; {@code fileOffset} and {@code size} in bytes. */
    private record Section(int type, long address, int fileOffset, int size) {}

    private final ByteBuffer bytes;
    private final boolean wide;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    /**
     * Reads the section headers.
     *
     * @param content of the file; not modified
     * @throws IllegalArgumentException if it is not such a file; the message says why, as {@code "not an ELF file"}
     */
    public ElfSections(byte[] content) {
        bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < 64 || bytes.getInt(0) != ELF_MAGIC) {
            throw new IllegalArgumentException("not an ELF file");
        }
        if (content[5] != LITTLE_ENDIAN) {
            throw new IllegalArgumentException("not a little-endian ELF file");
        }
        wide = content[4] == CLASS_64;
        readHeaders();
    }

    private void readHeaders() {
        int table = wide ? (int) bytes.getLong(40) : bytes.getInt(32);
        int entry = Short.toUnsignedInt(bytes.getShort(wide ? 58 : 46));
        int count = Short.toUnsignedInt(bytes.getShort(wide ? 60 : 48));
        int names = header(table + entry * Short.toUnsignedInt(bytes.getShort(wide ? 62 : 50))).fileOffset;
        for (int i = 0; i < count; i++) {
            int at = table + i * entry;
            sections.putIfAbsent(text(bytes, names + bytes.getInt(at)), header(at));
        }
    }

    private Section header(int at) {
        return wide
                ? new Section(bytes.getInt(at + 4), bytes.getLong(at + 16), (int) bytes.getLong(at + 24), (int)
                        bytes.getLong(at + 32))
                : new Section(
                        bytes.getInt(at + 4), bytes.getInt(at + 12), bytes.getInt(at + 16), bytes.getInt(at + 20));
    }

    /** Returns {@code e_machine}: 40 is ARM. */
    public int machine() {
        return Short.toUnsignedInt(bytes.getShort(18));
    }

    /** Returns a section's bytes from index 0 on, little-endian; empty if there is no such section or it has no content. */
    public ByteBuffer content(String name) {
        Section section = sections.get(name);
        return section == null || section.type == NOBITS
                ? NOTHING
                : bytes.slice(section.fileOffset, section.size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the address a section has in memory, 0 if there is none or it is not loaded. */
    public int address(String name) {
        Section section = sections.get(name);
        return section == null ? 0 : (int) section.address;
    }

    /** Returns the text that ends with a zero. */
    static String text(ByteBuffer from, int at) {
        int end = at;
        while (from.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - at];
        from.get(at, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
