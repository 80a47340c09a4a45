package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/**
 * A character as it is on a serial line: a start bit (low), bits, and high from then on. A receiver samples it with its own idea of a bit time,
 * so that a wrong baud rate damages what it damages on a real line.
 *
 * @param bits data and parity, least significant first
 * @param count number of bits, start and stop bits not counted
 * @param bitPicoseconds duration of one bit, above 0
 * @param noisy whether the receiver sees noise on it
 * @param broken whether the line is low where the stop bit should be
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SerialFrame(int bits, int count, long bitPicoseconds, boolean noisy, boolean broken) {
    /** Returns a sound character of 8 bits without parity. */
    public static SerialFrame of(int value, long bitPicoseconds) {
        return new SerialFrame(value & 0xFF, 8, bitPicoseconds, false, false);
    }

    /** Returns the bits that a receiver with another bit time samples, its stop bit above them. */
    public int sample(int receiverCount, long receiverBitPicoseconds) {
        long drift = (count + 2) * Math.abs(receiverBitPicoseconds - bitPicoseconds);
        if (receiverCount == count && drift < Math.min(receiverBitPicoseconds, bitPicoseconds) / 2) {
            return bits & (1 << count) - 1 | (broken ? 0 : 1 << count);
        }
        return sampleEach(receiverCount, receiverBitPicoseconds);
    }

    private int sampleEach(int receiverCount, long receiverBitPicoseconds) {
        int sampled = 0;
        int bit = -1; // the start bit
        long end = bitPicoseconds;
        long middle = receiverBitPicoseconds / 2;
        for (int i = 0; i <= receiverCount; i++) {
            middle += receiverBitPicoseconds;
            while (end <= middle && bit <= count) {
                end += bitPicoseconds;
                bit++;
            }
            sampled |= level(bit) << i;
        }
        return sampled;
    }

    /** Returns whether the line is high, 1, or low, 0, during a bit; the start bit is -1. */
    private int level(int bit) {
        if (bit < 0) {
            return 0;
        }
        return bit < count ? bits >>> bit & 1 : broken && bit == count ? 0 : 1;
    }
}
