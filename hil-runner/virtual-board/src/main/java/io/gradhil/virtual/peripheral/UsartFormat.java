package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;

/** How a USART shapes a character and how long that takes: USART_BRR, and what of USART_CR1 and USART_CR2 says so (RM0383 19.3.2 to 19.3.7). */
final class UsartFormat {
    private static final int CR1_PS = 1 << 9;
    private static final int CR1_PCE = 1 << 10;
    private static final int CR1_M = 1 << 12;
    private static final int CR1_OVER8 = 1 << 15;
    /** By CR2.STOP: 00 is 1 bit, 01 a half, 10 two, 11 one and a half. */
    private static final int[] STOP_HALVES = {2, 1, 4, 3};

    private final ClockLine clock;
    private int brr;
    private int cr1;
    private int dataBits;
    private int halfBits;

    UsartFormat(ClockLine clock) {
        this.clock = clock;
        set(0, 0, 0);
    }

    void set(int newBrr, int newCr1, int cr2) {
        brr = newBrr;
        cr1 = newCr1;
        dataBits = (cr1 & CR1_M) != 0 ? 9 : 8;
        halfBits = 2 * (1 + dataBits) + STOP_HALVES[cr2 >>> 12 & 3];
    }

    int brr() {
        return brr;
    }

    boolean hasRate() {
        return brr != 0;
    }

    /** Returns the duration of a bit (19.3.4). */
    long bitPicoseconds() {
        boolean over8 = (cr1 & CR1_OVER8) != 0;
        return clock.picoseconds(over8 ? (brr >>> 4) * 8L + (brr & 7) : brr);
    }

    /** Returns the duration of a character: start, data (with parity) and stop bits. */
    long picoseconds() {
        return bitPicoseconds() * halfBits / 2;
    }

    /** Returns what leaves for a value of the data register. Parity takes the place of the most significant bit (19.3.7). */
    SerialFrame frame(int value) {
        int top = 1 << dataBits - 1;
        int data = value & 2 * top - 1;
        if ((cr1 & CR1_PCE) != 0) {
            data &= top - 1;
            data |= isOdd(data) == isEvenWanted() ? top : 0;
        }
        return new SerialFrame(data, dataBits, bitPicoseconds(), false, false);
    }

    /** Returns what this side sees of a character, its stop bit on top. */
    int sample(SerialFrame frame) {
        return frame.sample(dataBits, bitPicoseconds());
    }

    int data(int sampled) {
        return sampled & (1 << dataBits) - 1;
    }

    boolean isStopMissing(int sampled) {
        return (sampled >>> dataBits & 1) == 0;
    }

    boolean isParityWrong(int sampled) {
        return (cr1 & CR1_PCE) != 0 && isOdd(data(sampled)) == isEvenWanted();
    }

    private boolean isEvenWanted() {
        return (cr1 & CR1_PS) == 0;
    }

    private static boolean isOdd(int value) {
        return (Integer.bitCount(value) & 1) != 0;
    }
}
