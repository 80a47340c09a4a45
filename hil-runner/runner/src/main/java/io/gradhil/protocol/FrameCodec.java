package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apiguardian.api.API;

/** Frames to bytes and back: header, CRC-32 and COBS as in {@code firmware/PROTOCOL.md} section 1. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FrameCodec {
    /** Longest payload. */
    public static final int MAX_PAYLOAD = 1024;

    /** Longest encoded frame without its delimiter: 1,036 bytes and one COBS code for each 254 begun. */
    static final int MAX_ENCODED = 1041;

    static final int HEADER = 8;
    private static final int CRC = 4;
    private static final int MAX_RAW = HEADER + MAX_PAYLOAD + CRC;

    /** A COBS block holds at most this many bytes before its code must be repeated. */
    private static final int COBS_BLOCK = 254;

    /** Room for any frame, decoded; what is behind a frame's end is left over from earlier ones. */
    private final ByteBuffer raw = ByteBuffer.allocate(MAX_ENCODED).order(ByteOrder.LITTLE_ENDIAN);

    private final CRC32 crc = new CRC32();

    /** Creates a codec with buffers of its own, for one thread at a time. */
    FrameCodec() {}

    /** Returns the frame's bytes on the wire, delimiter included. */
    public static byte[] encode(Frame frame) {
        byte[] out = new byte[MAX_ENCODED + 1];
        int count = new FrameCodec()
                .encode(frame.type(), frame.sequence(), frame.nonce(), ByteBuffer.wrap(frame.payload()), out);
        return Arrays.copyOf(out, count);
    }

    /**
     * Reads a frame.
     *
     * @param encoded holds the frame without its delimiter from index 0 on; not modified
     * @param length its length
     * @throws UnreadableFrameException if the bytes are not COBS, too few, too many, or their CRC is wrong
     */
    public static Frame decode(byte[] encoded, int length) throws UnreadableFrameException {
        return new FrameCodec().read(encoded, length).frame();
    }

    /**
     * Writes a frame.
     *
     * @param payload what is left of it; consumed
     * @param out receives the bytes on the wire, delimiter included, from index 0 on; room for the longest frame; modified
     * @return how many they are
     */
    int encode(int type, int sequence, int nonce, ByteBuffer payload, byte[] out) {
        if (payload.remaining() > MAX_PAYLOAD) {
            throw new IllegalArgumentException("Payload of " + payload.remaining() + " bytes; at most " + MAX_PAYLOAD);
        }
        raw.clear();
        raw.put((byte) type)
                .put((byte) 0)
                .putShort((short) sequence)
                .putInt(nonce)
                .put(payload);
        raw.putInt(crc(raw.position()));
        return stuff(raw.array(), raw.position(), out);
    }

    /** Reads a frame as {@link #decode} does; the view is good until the next call. */
    FrameView read(byte[] encoded, int length) throws UnreadableFrameException {
        if (length > MAX_ENCODED) {
            throw new UnreadableFrameException("frame of " + length + " bytes is too long");
        }
        int count = unstuff(encoded, length, raw.array());
        int body = count - CRC;
        if (body < HEADER) {
            throw new UnreadableFrameException("frame of " + count + " bytes is too short");
        }
        if (count > MAX_RAW) {
            throw new UnreadableFrameException("frame of " + count + " bytes is too long");
        }
        int expected = crc(body);
        if (raw.getInt(body) != expected) {
            throw new UnreadableFrameException(
                    String.format(Locale.ROOT, "frame's CRC is 0x%08X, not 0x%08X", expected, raw.getInt(body)));
        }
        return new FrameView(raw, body);
    }

    private int crc(int length) {
        crc.reset();
        crc.update(raw.array(), 0, length);
        return (int) crc.getValue();
    }

    /** COBS: each zero is replaced by the distance to the next one; a delimiter follows. */
    private static int stuff(byte[] raw, int length, byte[] out) {
        int code = 0;
        int end = 1;
        for (int i = 0; i < length; i++) {
            if (raw[i] != 0) {
                out[end++] = raw[i];
            }
            boolean full = end - code > COBS_BLOCK && i + 1 < length;
            if (raw[i] == 0 || full) {
                out[code] = (byte) (end - code);
                code = end++;
            }
        }
        out[code] = (byte) (end - code);
        out[end] = 0;
        return end + 1;
    }

    private static int unstuff(byte[] encoded, int length, byte[] out) throws UnreadableFrameException {
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
        return count;
    }
}
