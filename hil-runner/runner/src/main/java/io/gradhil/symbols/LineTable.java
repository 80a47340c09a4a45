package io.gradhil.symbols;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which line of which file an address belongs to: the section {@code .debug_line}, executed (DWARF 6.2). */
final class LineTable {
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;
    private static final int DEFINE_FILE = 3;

    /** A line of a file. */
    record Line(String file, int line) {}

    /** From an address on; of rows with the same address the last counts. Addresses are unsigned. */
    private final TreeMap<Long, Optional<Line>> rows = new TreeMap<>();

    /** Reads all units; one of an unknown version leaves its addresses without a line. */
    static LineTable read(ByteBuffer lines, ByteBuffer strings, ByteBuffer lineStrings) {
        LineTable table = new LineTable();
        DwarfReader section = new DwarfReader(lines.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        while (!section.atEnd()) {
            DwarfReader unit = section.take(section.u4());
            try {
                table.new Program(unit, new LineHeader(unit, strings, lineStrings)).run();
            } catch (IllegalArgumentException unknown) {
                continue;
            }
        }
        return table;
    }

    Optional<Line> at(int address) {
        Map.Entry<Long, Optional<Line>> row = rows.floorEntry(Integer.toUnsignedLong(address));
        return row == null ? Optional.empty() : row.getValue();
    }

    /** The state machine of one unit. */
    private final class Program {
        private final DwarfReader unit;
        private final LineHeader header;
        private final List<Map.Entry<Long, Line>> sequence = new ArrayList<>();
        private long address;
        private int file = 1;
        private int line = 1;

        Program(DwarfReader unit, LineHeader header) {
            this.unit = unit;
            this.header = header;
        }

        void run() {
            while (!unit.atEnd()) {
                int opcode = unit.u1();
                if (opcode >= header.opcodeBase) {
                    special(opcode);
                } else if (opcode == 0) {
                    extended(unit.take(unit.uleb()));
                } else {
                    standard(opcode);
                }
            }
        }

        private void special(int opcode) {
            int adjusted = opcode - header.opcodeBase;
            advance(adjusted / header.lineRange);
            line += header.lineBase + adjusted % header.lineRange;
            append();
        }

        private void advance(int instructions) {
            address += (long) instructions * header.minimumInstruction;
        }

        private void append() {
            sequence.add(Map.entry(address, new Line(header.path(file), line)));
        }

        private void standard(int opcode) {
            switch (opcode) {
                case COPY -> append();
                case ADVANCE_PC -> advance(unit.uleb());
                case ADVANCE_LINE -> line += unit.sleb();
                case SET_FILE -> file = unit.uleb();
                case CONST_ADD_PC -> advance((255 - header.opcodeBase) / header.lineRange);
                case FIXED_ADVANCE_PC -> address += unit.u2();
                default -> {
                    for (int i = 0; i < header.operands[opcode]; i++) {
                        unit.uleb();
                    }
                }
            }
        }

        private void extended(DwarfReader instruction) {
            switch (instruction.u1()) {
                case END_SEQUENCE -> endSequence();
                case SET_ADDRESS -> address = Integer.toUnsignedLong(instruction.u4());
                case DEFINE_FILE -> header.addFile(instruction.text(), instruction);
                default -> {}
            }
        }

        /** A sequence at 0 belongs to a function that the linker has left out. */
        private void endSequence() {
            if (!sequence.isEmpty() && sequence.get(0).getKey() != 0) {
                sequence.forEach(row -> rows.put(row.getKey(), Optional.of(row.getValue())));
                rows.putIfAbsent(address, Optional.empty());
            }
            sequence.clear();
            address = 0;
            file = 1;
            line = 1;
        }
    }
}
