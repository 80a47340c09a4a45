package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apiguardian.api.API;

/** Frames to bytes and back: header, CRC-32 and COBS as in {@code firmware/PROTOCOL.md} section 1. Pure. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FrameCodec {
    /** Longest payload. */
    public static final int MAX_PAYLOAD = 1024;

    /** Longest encoded frame without its delimiter: 1,036 bytes and one COBS code for each 254 begun. */
    static final int MAX_ENCODED = 1041;

    private static final int HEADER = 8;
    private static final int CRC = 4;

    /** A COBS block holds at most this many bytes before its code must be repeated. */
    private static final int COBS_BLOCK = 254;

    private FrameCodec() {}

    /** Returns the frame's bytes on the wire, delimiter included. */
    public static byte[] encode(Frame frame) {
        byte[] payload = frame.payload();
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("Payload of " + payload.length + " bytes; at most " + MAX_PAYLOAD);
        }
        ByteBuffer raw = ByteBuffer.allocate(HEADER + payload.length + CRC).order(ByteOrder.LITTLE_ENDIAN);
        raw.put((byte) frame.type()).put((byte) 0).putShort((short) frame.sequence());
        raw.putInt(frame.nonce()).put(payload);
        raw.putInt(crc(raw.array(), raw.position()));
        return stuff(raw.array());
    }

    /**
     * Reads a frame.
     *
     * @param encoded holds the frame without its delimiter from index 0 on; not modified
     * @param length its length
     * @throws UnreadableFrameException if the bytes are not COBS, too few, too many, or their CRC is wrong
     */
    public static Frame decode(byte[] encoded, int length) throws UnreadableFrameException {
        ByteBuffer raw = ByteBuffer.wrap(unstuff(encoded, length)).order(ByteOrder.LITTLE_ENDIAN);
        int body = raw.capacity() - CRC;
        if (body < HEADER) {
            throw new UnreadableFrameException("frame of " + raw.capacity() + " bytes is too short");
        }
        if (body > HEADER + MAX_PAYLOAD) {
            throw new UnreadableFrameException("frame of " + raw.capacity() + " bytes is too long");
        }
        int expected = crc(raw.array(), body);
        if (raw.getInt(body) != expected) {
            throw new UnreadableFrameException(
                    String.format(Locale.ROOT, "frame's CRC is 0x%08X, not 0x%08X", expected, raw.getInt(body)));
        }
        int sequence = Short.toUnsignedInt(raw.getShort(2));
        return new Frame(
                Byte.toUnsignedInt(raw.get(0)), sequence, raw.getInt(4), Arrays.copyOfRange(raw.array(), HEADER, body));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** COBS: each zero is replaced by the distance to the next one; a delimiter follows. */
    private static byte[] stuff(byte[] raw) {
        byte[] out = new byte[raw.length + raw.length / COBS_BLOCK + 2];
        int code = 0;
        int end = 1;
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != 0) {
                out[end++] = raw[i];
            }
            boolean full = end - code > COBS_BLOCK && i + 1 < raw.length;
            if (raw[i] == 0 || full) {
                out[code] = (byte) (end - code);
                code = end++;
            }
        }
        out[code] = (byte) (end - code);
        return Arrays.copyOf(out, end + 1);
    }

    private static byte[] unstuff(byte[] encoded, int length) throws UnreadableFrameException {
        byte[] out = new byte[length];
        int count = 0;
        int at = 0;
        while (at < length) {
            int code = Byte.toUnsignedInt(encoded[at++]);
            if (code == 0 || at + code - 1 > length) {
                throw new UnreadableFrameException("not COBS at byte " + (at - 1) + " of " + length);
            }
            System.arraycopy(encoded, at, out, count, code - 1);
            count += code - 1;
            at += code - 1;
            if (code <= COBS_BLOCK && at < length) {
                out[count++] = 0;
            }
        }
        return Arrays.copyOf(out, count);
    }
}
