package io.gradhil.symbols;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What precedes the instructions of one line number program: DWARF 2 to 5, section 6.2.4 of each. */
final class LineHeader {
    private static final int DW_LNCT_PATH = 1;
    private static final int DW_LNCT_DIRECTORY_INDEX = 2;
    private static final int DW_FORM_DATA2 = 0x05;
    private static final int DW_FORM_DATA4 = 0x06;
    private static final int DW_FORM_STRING = 0x08;
    private static final int DW_FORM_BLOCK = 0x09;
    private static final int DW_FORM_DATA1 = 0x0B;
    private static final int DW_FORM_STRP = 0x0E;
    private static final int DW_FORM_UDATA = 0x0F;
    private static final int DW_FORM_DATA16 = 0x1E;
    private static final int DW_FORM_LINE_STRP = 0x1F;

    /** A file or directory: its name, and the number of the directory that it is in. */
    private record Entry(String path, int directory) {}

    private final ByteBuffer strings;
    private final ByteBuffer lineStrings;
    private final List<Entry> directories = new ArrayList<>();
    private final List<Entry> files = new ArrayList<>();
    final int version;
    final int minimumInstruction;
    final boolean defaultIsStatement;
    final int lineBase;
    final int lineRange;
    final int opcodeBase;
    final int[] operands;

    /**
     * Reads a header up to the first instruction.
     *
     * @throws IllegalArgumentException if it is of a version that is not known
     */
    LineHeader(DwarfReader unit, ByteBuffer strings, ByteBuffer lineStrings) {
        this.strings = strings;
        this.lineStrings = lineStrings;
        version = unit.u2();
        if (version < 2 || version > 5) {
            throw new IllegalArgumentException("DWARF line table of version " + version);
        }
        unit.skip(version == 5 ? 2 : 0); // sizes of addresses and segment selectors
        int length = unit.u4();
        int program = unit.position() + length;
        minimumInstruction = unit.u1();
        unit.skip(version >= 4 ? 1 : 0); // operations in a VLIW instruction
        defaultIsStatement = unit.u1() != 0;
        lineBase = unit.s1();
        lineRange = unit.u1();
        opcodeBase = unit.u1();
        operands = new int[opcodeBase];
        for (int i = 1; i < opcodeBase; i++) {
            operands[i] = unit.u1();
        }
        if (version == 5) {
            readEntries(unit, directories);
            readEntries(unit, files);
        } else {
            readOldTables(unit);
        }
        unit.skipTo(program);
    }

    /** Numbered from 1; directory 0 is the one of the compilation. */
    private void readOldTables(DwarfReader unit) {
        directories.add(new Entry("", 0));
        files.add(new Entry("", 0));
        for (String name = unit.text(); !name.isEmpty(); name = unit.text()) {
            directories.add(new Entry(name, 0));
        }
        for (String name = unit.text(); !name.isEmpty(); name = unit.text()) {
            addFile(name, unit);
        }
    }

    /** Adds a file whose name was read; time and length follow. */
    void addFile(String name, DwarfReader unit) {
        files.add(new Entry(name, unit.uleb()));
        unit.uleb();
        unit.uleb();
    }

    private void readEntries(DwarfReader unit, List<Entry> into) {
        int[] format = new int[2 * unit.u1()];
        for (int i = 0; i < format.length; i++) {
            format[i] = unit.uleb();
        }
        int count = unit.uleb();
        for (int i = 0; i < count; i++) {
            into.add(readEntry(unit, format));
        }
    }

    private Entry readEntry(DwarfReader unit, int[] format) {
        String path = "";
        int directory = 0;
        for (int i = 0; i < format.length; i += 2) {
            if (format[i] == DW_LNCT_PATH) {
                path = readString(unit, format[i + 1]);
            } else if (format[i] == DW_LNCT_DIRECTORY_INDEX) {
                directory = readNumber(unit, format[i + 1]);
            } else {
                readNumber(unit, format[i + 1]);
            }
        }
        return new Entry(path, directory);
    }

    private String readString(DwarfReader unit, int form) {
        return switch (form) {
            case DW_FORM_STRING -> unit.text();
            case DW_FORM_STRP -> ElfSections.text(strings, unit.u4());
            case DW_FORM_LINE_STRP -> ElfSections.text(lineStrings, unit.u4());
            default -> throw new IllegalArgumentException("DWARF form " + form + " of a path");
        };
    }

    /** Reads a number; of what is none (an MD5) nothing but its length matters. */
    private static int readNumber(DwarfReader unit, int form) {
        switch (form) {
            case DW_FORM_DATA1:
                return unit.u1();
            case DW_FORM_DATA2:
                return unit.u2();
            case DW_FORM_DATA4:
                return unit.u4();
            case DW_FORM_UDATA:
                return unit.uleb();
            case DW_FORM_DATA16:
                unit.skip(16);
                return 0;
            case DW_FORM_BLOCK:
                unit.skip(unit.uleb());
                return 0;
            default:
                throw new IllegalArgumentException("DWARF form " + form + " of a number");
        }
    }

    /** Returns a file's path as the compiler was given it, without {@code ./}. */
    String path(int file) {
        if (file >= files.size()) {
            return "?";
        }
        Entry entry = files.get(file);
        String directory = entry.directory < directories.size() && (version < 5 || entry.directory > 0)
                ? directories.get(entry.directory).path
                : "";
        String path = directory.isEmpty() || entry.path.startsWith("/") ? entry.path : directory + "/" + entry.path;
        return path.startsWith("./") ? path.substring(2) : path;
    }
}
