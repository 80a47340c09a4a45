package io.gradhil.symbols;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a function has put its caller's registers: the section {@code .debug_frame} (DWARF 6.4), as far as gcc uses it for ARM. */
final class CallFrames {
    private static final int CIE = -1;

    /** In the upper two bits of an opcode. */
    private static final int ADVANCE_LOC = 1;

    private static final int OFFSET = 2;
    private static final int RESTORE = 3;

    private static final int NOP = 0x00;
    private static final int SET_LOC = 0x01;
    private static final int ADVANCE_LOC1 = 0x02;
    private static final int ADVANCE_LOC2 = 0x03;
    private static final int ADVANCE_LOC4 = 0x04;
    private static final int OFFSET_EXTENDED = 0x05;
    private static final int RESTORE_EXTENDED = 0x06;
    private static final int SAME_VALUE = 0x08;
    private static final int REMEMBER_STATE = 0x0A;
    private static final int RESTORE_STATE = 0x0B;
    private static final int DEF_CFA = 0x0C;
    private static final int DEF_CFA_REGISTER = 0x0D;
    private static final int DEF_CFA_OFFSET = 0x0E;

    /** What all functions of a unit share. */
    private record Common(int codeFactor, int dataFactor, ByteBuffer instructions) {}

    /** The instructions of one function. */
    private record Description(int start, int length, Common common, ByteBuffer instructions) {}

    /**
     * The rules at one instruction: the canonical frame address (the stack pointer before the call) is register plus offset, and a
     * register is saved at that address plus its offset, or unchanged.
     */
    record Rules(int register, int offset, Map<Integer, Integer> saved) {}

    private final TreeMap<Long, Description> descriptions = new TreeMap<>();

    CallFrames(ByteBuffer section) {
        ByteBuffer bytes = section.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        DwarfReader reader = new DwarfReader(bytes);
        while (!reader.atEnd()) {
            DwarfReader entry = reader.take(reader.u4());
            int pointer = entry.u4();
            if (pointer != CIE) {
                int start = entry.u4();
                int length = entry.u4();
                descriptions.put(
                        Integer.toUnsignedLong(start),
                        new Description(start, length, common(section, pointer), entry.rest()));
            }
        }
    }

    private static Common common(ByteBuffer section, int at) {
        DwarfReader reader = new DwarfReader(
                section.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(at));
        DwarfReader entry = reader.take(reader.u4());
        entry.u4();
        int version = entry.u1();
        entry.text(); // augmentation, empty for ARM
        entry.skip(version >= 4 ? 2 : 0); // sizes of addresses and segment selectors
        int codeFactor = entry.uleb();
        int dataFactor = entry.sleb();
        entry.skip(1); // the return address is in LR
        return new Common(codeFactor, dataFactor, entry.rest());
    }

    /** Returns the rules at an instruction, empty if the section does not describe it or uses what is not known here. */
    Optional<Rules> at(int address) {
        Map.Entry<Long, Description> entry = descriptions.floorEntry(Integer.toUnsignedLong(address));
        if (entry == null || Integer.compareUnsigned(address - entry.getValue().start, entry.getValue().length) >= 0) {
            return Optional.empty();
        }
        Description description = entry.getValue();
        try {
            return Optional.of(
                    new Machine(description.common, description.start, address).run(description.instructions));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** Executes a function's instructions up to an address. */
    private static final class Machine {
        private final Common common;
        private final int address;
        private int location;
        private Rules rules = new Rules(13, 0, Map.of());
        private Rules initial = rules;
        private final Deque<Rules> remembered = new ArrayDeque<>();

        Machine(Common common, int start, int address) {
            this.common = common;
            this.location = start;
            this.address = address;
        }

        Rules run(ByteBuffer instructions) {
            execute(common.instructions);
            initial = rules;
            execute(instructions);
            return rules;
        }

        private void execute(ByteBuffer instructions) {
            DwarfReader reader = new DwarfReader(instructions.duplicate().order(ByteOrder.LITTLE_ENDIAN));
            while (!reader.atEnd() && location <= address) {
                step(reader);
            }
        }

        private void step(DwarfReader reader) {
            int opcode = reader.u1();
            int operand = opcode & 0x3F;
            switch (opcode >>> 6) {
                case ADVANCE_LOC -> advance(operand);
                case OFFSET -> save(operand, reader.uleb());
                case RESTORE -> restore(operand);
                default -> extended(operand, reader);
            }
        }

        private void extended(int opcode, DwarfReader reader) {
            switch (opcode) {
                case NOP -> {}
                case SET_LOC -> location = reader.u4();
                case ADVANCE_LOC1 -> advance(reader.u1());
                case ADVANCE_LOC2 -> advance(reader.u2());
                case ADVANCE_LOC4 -> advance(reader.u4());
                case OFFSET_EXTENDED -> save(reader.uleb(), reader.uleb());
                case RESTORE_EXTENDED, SAME_VALUE -> restore(reader.uleb());
                case REMEMBER_STATE -> remembered.push(rules);
                case RESTORE_STATE -> rules = remembered.pop();
                case DEF_CFA -> rules = new Rules(reader.uleb(), reader.uleb(), rules.saved);
                case DEF_CFA_REGISTER -> rules = new Rules(reader.uleb(), rules.offset, rules.saved);
                case DEF_CFA_OFFSET -> rules = new Rules(rules.register, reader.uleb(), rules.saved);
                default -> throw new IllegalArgumentException("call frame instruction " + opcode);
            }
        }

        private void advance(int units) {
            location += units * common.codeFactor;
        }

        private void save(int register, int factored) {
            Map<Integer, Integer> saved = new HashMap<>(rules.saved);
            saved.put(register, factored * common.dataFactor);
            rules = new Rules(rules.register, rules.offset, saved);
        }

        private void restore(int register) {
            Map<Integer, Integer> saved = new HashMap<>(rules.saved);
            saved.remove(register);
            if (initial.saved.containsKey(register)) {
                saved.put(register, initial.saved.get(register));
            }
            rules = new Rules(rules.register, rules.offset, saved);
        }
    }
}
