package io.gradhil.firmware;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;

/** The functions and objects of an image, from its symbol table. 32 bit, little-endian. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ElfSymbols {
    private static final int SYMTAB = 2;
    private static final int OBJECT = 1;
    private static final int FUNCTION = 2;
    private static final int FILE = 4;
    private static final int LOCAL = 0;

    /**
     * A function or an object.
     *
     * @param file the source of a local one; empty for a global one
     * @param address of the first byte
     * @param size in bytes
     */
    public record Symbol(String name, String file, int address, int size) {}

    private final TreeMap<Integer, Symbol> byAddress = new TreeMap<>();
    private final ByteBuffer elf;

    private ElfSymbols(byte[] content) {
        elf = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int sections = elf.getInt(32);
        int entry = elf.getShort(46);
        for (int i = 0; i < elf.getShort(48); i++) {
            int header = sections + i * entry;
            if (elf.getInt(header + 4) == SYMTAB) {
                int names = elf.getInt(sections + elf.getInt(header + 24) * entry + 16);
                read(elf.getInt(header + 16), elf.getInt(header + 20), names);
            }
        }
    }

    /** Reads the symbols of an image. */
    public static ElfSymbols of(FirmwareImage image) {
        try {
            return new ElfSymbols(Files.readAllBytes(image.path()));
        } catch (IOException e) {
            throw new FirmwareImageException(image.path(), "cannot be read: " + e.getMessage(), "build it again");
        }
    }

    private void read(int table, int bytes, int names) {
        String file = "";
        for (int at = table; at < table + bytes; at += 16) {
            int type = elf.get(at + 12) & 0xF;
            boolean local = (elf.get(at + 12) & 0xF0) >> 4 == LOCAL;
            String name = text(names + elf.getInt(at));
            if (type == FILE) {
                file = name;
            } else if (type == FUNCTION || type == OBJECT) {
                int address = elf.getInt(at + 4) & (type == FUNCTION ? ~1 : ~0);
                byAddress.put(address, new Symbol(name, local ? file : "", address, elf.getInt(at + 8)));
            }
        }
    }

    private String text(int at) {
        int end = at;
        while (elf.get(end) != 0) {
            end++;
        }
        return new String(elf.array(), at, end - at, StandardCharsets.US_ASCII);
    }

    /** Returns the symbol that an address belongs to. */
    public Optional<Symbol> at(int address) {
        return Optional.ofNullable(byAddress.floorEntry(address))
                .map(Map.Entry::getValue)
                .filter(symbol -> address < symbol.address() + Math.max(symbol.size(), 1));
    }

    /** Returns all symbols, by address. */
    public Collection<Symbol> all() {
        return byAddress.values();
    }
}
