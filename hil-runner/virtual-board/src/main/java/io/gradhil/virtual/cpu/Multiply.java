package io.gradhil.virtual.cpu;

/** Multiplication and division (A5.3.16, A5.3.17, A4.4.3). */
final class Multiply {
    private Multiply() {}

    static void mul(Core c, Instruction i) {
        int result = c.r[i.n] * c.r[i.m];
        c.r[i.d] = result;
        if (i.flags) {
            c.setNz(result);
        }
    }

    static void mla(Core c, Instruction i) {
        c.r[i.d] = c.r[i.a] + c.r[i.n] * c.r[i.m];
    }

    static void mls(Core c, Instruction i) {
        c.r[i.d] = c.r[i.a] - c.r[i.n] * c.r[i.m];
    }

    static void smull(Core c, Instruction i) {
        setLong(c, i, (long) c.r[i.n] * c.r[i.m]);
    }

    static void umull(Core c, Instruction i) {
        setLong(c, i, unsigned(c.r[i.n]) * unsigned(c.r[i.m]));
    }

    static void smlal(Core c, Instruction i) {
        setLong(c, i, getLong(c, i) + (long) c.r[i.n] * c.r[i.m]);
    }

    static void umlal(Core c, Instruction i) {
        setLong(c, i, getLong(c, i) + unsigned(c.r[i.n]) * unsigned(c.r[i.m]));
    }

    static void umaal(Core c, Instruction i) {
        setLong(c, i, unsigned(c.r[i.n]) * unsigned(c.r[i.m]) + unsigned(c.r[i.a]) + unsigned(c.r[i.d]));
    }

    static void sdiv(Core c, Instruction i) {
        int divisor = divisor(c, i);
        int dividend = c.r[i.n];
        c.r[i.d] = divisor == 0 ? 0 : dividend / divisor;
        c.cycles += Timing.divide(Math.abs((long) dividend), Math.abs((long) divisor));
    }

    static void udiv(Core c, Instruction i) {
        int divisor = divisor(c, i);
        int dividend = c.r[i.n];
        c.r[i.d] = divisor == 0 ? 0 : Integer.divideUnsigned(dividend, divisor);
        c.cycles += Timing.divide(unsigned(dividend), unsigned(divisor));
    }

    /** SMULBB and the like; {@code i.imm2} is N:M, which halves. */
    static void smulHalves(Core c, Instruction i) {
        c.r[i.d] = halves(c, i);
    }

    static void smlaHalves(Core c, Instruction i) {
        c.r[i.d] = addSettingQ(c, halves(c, i), c.r[i.a]);
    }

    static void smlalHalves(Core c, Instruction i) {
        setLong(c, i, getLong(c, i) + halves(c, i));
    }

    static void smulWord(Core c, Instruction i) {
        c.r[i.d] = wordByHalf(c, i);
    }

    static void smlaWord(Core c, Instruction i) {
        c.r[i.d] = addSettingQ(c, wordByHalf(c, i), c.r[i.a]);
    }

    static void smuad(Core c, Instruction i) {
        long sum = low(c, i) + high(c, i);
        c.r[i.d] = setQIfWider(c, sum);
    }

    static void smlad(Core c, Instruction i) {
        c.r[i.d] = setQIfWider(c, low(c, i) + high(c, i) + c.r[i.a]);
    }

    static void smusd(Core c, Instruction i) {
        c.r[i.d] = (int) (low(c, i) - high(c, i));
    }

    static void smlsd(Core c, Instruction i) {
        c.r[i.d] = setQIfWider(c, low(c, i) - high(c, i) + c.r[i.a]);
    }

    static void smlald(Core c, Instruction i) {
        setLong(c, i, getLong(c, i) + low(c, i) + high(c, i));
    }

    static void smlsld(Core c, Instruction i) {
        setLong(c, i, getLong(c, i) + low(c, i) - high(c, i));
    }

    static void smmul(Core c, Instruction i) {
        c.r[i.d] = top(i, (long) c.r[i.n] * c.r[i.m]);
    }

    static void smmla(Core c, Instruction i) {
        c.r[i.d] = top(i, ((long) c.r[i.a] << 32) + (long) c.r[i.n] * c.r[i.m]);
    }

    static void smmls(Core c, Instruction i) {
        c.r[i.d] = top(i, ((long) c.r[i.a] << 32) - (long) c.r[i.n] * c.r[i.m]);
    }

    static void usad8(Core c, Instruction i) {
        c.r[i.d] = differences(c.r[i.n], c.r[i.m]);
    }

    static void usada8(Core c, Instruction i) {
        c.r[i.d] = c.r[i.a] + differences(c.r[i.n], c.r[i.m]);
    }

    private static int divisor(Core c, Instruction i) {
        int divisor = c.r[i.m];
        if (divisor == 0 && c.exceptions.trapsDivisionByZero()) {
            throw c.usageFault(FaultStatus.DIVBYZERO);
        }
        return divisor;
    }

    private static int halves(Core c, Instruction i) {
        int a = (i.imm2 & 2) != 0 ? c.r[i.n] >> 16 : (short) c.r[i.n];
        int b = (i.imm2 & 1) != 0 ? c.r[i.m] >> 16 : (short) c.r[i.m];
        return a * b;
    }

    private static int wordByHalf(Core c, Instruction i) {
        int half = i.shift != 0 ? c.r[i.m] >> 16 : (short) c.r[i.m];
        return (int) ((long) c.r[i.n] * half >> 16);
    }

    private static long low(Core c, Instruction i) {
        return (long) (short) c.r[i.n] * (short) exchanged(c, i);
    }

    private static long high(Core c, Instruction i) {
        return (long) (c.r[i.n] >> 16) * (exchanged(c, i) >> 16);
    }

    private static int exchanged(Core c, Instruction i) {
        return i.shift != 0 ? Integer.rotateRight(c.r[i.m], 16) : c.r[i.m];
    }

    private static int addSettingQ(Core c, int a, int b) {
        return setQIfWider(c, (long) a + b);
    }

    private static int setQIfWider(Core c, long value) {
        if ((int) value != value) {
            c.saturated = true;
        }
        return (int) value;
    }

    private static int top(Instruction i, long value) {
        return (int) ((i.shift != 0 ? value + 0x80000000L : value) >> 32);
    }

    private static int differences(int a, int b) {
        int sum = 0;
        for (int bit = 0; bit < 32; bit += 8) {
            sum += Math.abs((a >>> bit & 0xFF) - (b >>> bit & 0xFF));
        }
        return sum;
    }

    private static long unsigned(int value) {
        return value & 0xFFFFFFFFL;
    }

    private static long getLong(Core c, Instruction i) {
        return (long) c.r[i.a] << 32 | unsigned(c.r[i.d]);
    }

    private static void setLong(Core c, Instruction i, long value) {
        c.r[i.d] = (int) value;
        c.r[i.a] = (int) (value >>> 32);
    }
}
