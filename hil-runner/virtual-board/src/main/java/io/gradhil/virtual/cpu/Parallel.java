package io.gradhil.virtual.cpu;

/** Parallel addition and subtraction (A5.3.14, A5.3.15), SEL. */
final class Parallel {
    private Parallel() {}

    /** What happens to a lane's result. */
    enum Kind {
        /** Modulo; GE tells lanes that are not negative. */
        SIGNED,
        /** Signed saturation. */
        SATURATED,
        /** Signed, halved. */
        HALVED,
        /** Modulo; GE tells lanes that carried, or did not borrow. */
        UNSIGNED,
        UNSIGNED_SATURATED,
        UNSIGNED_HALVED;

        boolean isSigned() {
            return ordinal() < 3;
        }

        boolean setsGe() {
            return this == SIGNED || this == UNSIGNED;
        }

        private int lane(int value, int bits) {
            return switch (this) {
                case SATURATED -> Math.max(-1 << (bits - 1), Math.min((1 << (bits - 1)) - 1, value));
                case UNSIGNED_SATURATED -> Math.max(0, Math.min((1 << bits) - 1, value));
                case HALVED, UNSIGNED_HALVED -> value >> 1;
                default -> value;
            };
        }

        private boolean isGreaterOrEqual(int value, int bits, boolean subtraction) {
            return this == SIGNED || subtraction ? value >= 0 : value >= 1 << bits;
        }
    }

    /** ADD16, SUB16 (both lanes alike), ASX and SAX (Rm's halves exchanged). */
    static void halves(Core c, Instruction i, Kind kind, boolean subtractLow, boolean subtractHigh) {
        int a = c.r[i.n];
        int b = subtractLow != subtractHigh ? Integer.rotateRight(c.r[i.m], 16) : c.r[i.m];
        int low = half(kind, a, b, subtractLow);
        int high = half(kind, a >>> 16, b >>> 16, subtractHigh);
        c.r[i.d] = kind.lane(low, 16) & 0xFFFF | kind.lane(high, 16) << 16;
        if (kind.setsGe()) {
            c.ge = (kind.isGreaterOrEqual(low, 16, subtractLow) ? 3 : 0)
                    | (kind.isGreaterOrEqual(high, 16, subtractHigh) ? 12 : 0);
        }
    }

    /** ADD8 and SUB8. */
    static void bytes(Core c, Instruction i, Kind kind, boolean subtract) {
        int result = 0;
        int ge = 0;
        for (int lane = 0; lane < 4; lane++) {
            int value = eighth(kind, c.r[i.n] >>> 8 * lane, c.r[i.m] >>> 8 * lane, subtract);
            result |= (kind.lane(value, 8) & 0xFF) << 8 * lane;
            ge |= kind.isGreaterOrEqual(value, 8, subtract) ? 1 << lane : 0;
        }
        c.r[i.d] = result;
        if (kind.setsGe()) {
            c.ge = ge;
        }
    }

    /** Takes bytes of Rn where GE is set, of Rm elsewhere. */
    static void sel(Core c, Instruction i) {
        int mask = (c.ge & 1) * 0xFF | (c.ge >> 1 & 1) * 0xFF00 | (c.ge >> 2 & 1) * 0xFF0000 | (c.ge >> 3) * 0xFF << 24;
        c.r[i.d] = c.r[i.n] & mask | c.r[i.m] & ~mask;
    }

    private static int half(Kind kind, int a, int b, boolean subtract) {
        int x = kind.isSigned() ? (short) a : a & 0xFFFF;
        int y = kind.isSigned() ? (short) b : b & 0xFFFF;
        return subtract ? x - y : x + y;
    }

    private static int eighth(Kind kind, int a, int b, boolean subtract) {
        int x = kind.isSigned() ? (byte) a : a & 0xFF;
        int y = kind.isSigned() ? (byte) b : b & 0xFF;
        return subtract ? x - y : x + y;
    }
}
