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
        int sampled = 0;
        for (int i = 0; i <= receiverCount; i++) {
            long middle = receiverBitPicoseconds * (i + 1) + receiverBitPicoseconds / 2;
            sampled |= level(middle) ? 1 << i : 0;
        }
        return sampled;
    }

    /** Returns whether the line is high at a time after the beginning of the start bit. */
    private boolean level(long picoseconds) {
        long bit = picoseconds / bitPicoseconds - 1;
        if (bit < 0) {
            return false;
        }
        return bit < count ? (bits >>> (int) bit & 1) != 0 : !(broken && bit == count);
    }
}
