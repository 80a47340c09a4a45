package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Encoding.Trait;

/** Takes the operands out of an instruction. */
final class Operands {
    final Encoding encoding;
    final int raw;
    final int d;
    final int n;
    final int m;
    final int a;
    final int imm;
    final int imm2;
    final int shift;
    final boolean flags;
    final boolean writeback;

    Operands(Encoding encoding, int raw, boolean it) {
        this.encoding = encoding;
        this.raw = raw;
        boolean both = encoding.hasField('e');
        d = register(both ? 'e' : 'd', 'D', Trait.FP_D, Trait.D_IS_SP);
        n = register(both ? 'e' : 'n', 'N', Trait.FP_N, Trait.N_IS_SP);
        m = register('m', 'M', Trait.FP_M, null);
        a = encoding.field('a', raw);
        writeback = encoding.has(Trait.WRITEBACK) || encoding.field('w', raw) != 0;
        boolean always = encoding.has(Trait.FLAGS) || encoding.flagsOutsideIt() && !it;
        flags = always || writeback || encoding.field('s', raw) != 0;
        int type = encoding.field('y', raw) | encoding.field('X', raw) << 1 | encoding.field('Y', raw);
        int bits = encoding.hasField('l') && encoding.immediate() == Immediate.PLAIN
                ? list()
                : encoding.immediate().of(encoding.field('i', raw), raw);
        if (encoding.immediate() == Immediate.SHIFT) {
            shift = type == 3 && bits == 0 ? Shift.RRX : type;
            imm = bits == 0 && (type == 1 || type == 2) ? 32 : bits;
        } else {
            shift = encoding.immediate() == Immediate.EXPANDED ? carries(encoding.field('i', raw)) : type;
            imm = encoding.hasField('u') && encoding.field('u', raw) == 0 ? -bits : bits;
        }
        imm2 = encoding.has(Trait.BEFORE)
                ? 1
                : encoding.hasField('c') ? encoding.field('c', raw) : encoding.field('j', raw);
    }

    /** Tells whether SP is written with what may not be a multiple of 4. */
    boolean alignsSp() {
        return writeback && n == Core.SP && (imm & 3) != 0 && encoding.op().isMemory()
                || d == Core.SP && encoding.op().writesD();
    }

    private int register(char letter, char oddBit, Trait fp, @org.jspecify.annotations.Nullable Trait sp) {
        int number = encoding.field(letter, raw);
        if (encoding.has(fp)) {
            int odd = encoding.field(oddBit, raw);
            return encoding.has(Trait.DOUBLE) ? (odd << 4 | number) << 1 : number << 1 | odd;
        }
        return sp != null && encoding.has(sp) ? Core.SP : number;
    }

    /** A register list keeps the bits where they stand. */
    private int list() {
        int top = encoding.pattern().length() - 1;
        int result = 0;
        for (int position = 0; position <= top; position++) {
            if (encoding.pattern().charAt(position) == 'l') {
                result |= raw & 1 << (top - position);
            }
        }
        return result;
    }

    private static int carries(int bits) {
        return bits >>> 10 == 0 ? 0 : 1;
    }
}
