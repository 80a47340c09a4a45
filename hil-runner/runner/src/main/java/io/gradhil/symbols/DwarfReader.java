package io.gradhil.symbols;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads DWARF's encodings one after the other; 32-bit DWARF only. */
final class DwarfReader {
    private final ByteBuffer bytes;

    DwarfReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    int position() {
        return bytes.position();
    }

    void skipTo(int position) {
        bytes.position(position);
    }

    void skip(int count) {
        bytes.position(bytes.position() + count);
    }

    /** Returns a reader of the next bytes, which are skipped here. */
    DwarfReader take(int count) {
        ByteBuffer part = bytes.slice(bytes.position(), count).order(ByteOrder.LITTLE_ENDIAN);
        skip(count);
        return new DwarfReader(part);
    }

    /** Returns what was not read yet, from index 0 on. */
    ByteBuffer rest() {
        return bytes.slice();
    }

    int u1() {
        return Byte.toUnsignedInt(bytes.get());
    }

    int s1() {
        return bytes.get();
    }

    int u2() {
        return Short.toUnsignedInt(bytes.getShort());
    }

    int u4() {
        return bytes.getInt();
    }

    /** Reads an unsigned LEB128 number; what is beyond 32 bits is lost. */
    int uleb() {
        return leb(false);
    }

    /** Reads a signed LEB128 number. */
    int sleb() {
        return leb(true);
    }

    private int leb(boolean signed) {
        long value = 0;
        int shift = 0;
        int part;
        do {
            part = u1();
            value |= (long) (part & 0x7F) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        return (int) (signed && (part & 0x40) != 0 && shift < Long.SIZE ? value | -1L << shift : value);
    }

    String text() {
        String text = ElfSections.text(bytes, bytes.position());
        while (bytes.get() != 0) {
            // to the zero
        }
        return text;
    }
}
