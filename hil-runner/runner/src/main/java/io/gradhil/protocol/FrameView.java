package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A frame where it was decoded. Nothing is copied: it changes when the next one is read.
 *
 * @param raw header and payload, from index 0 on
 * @param end of the payload
 */
record FrameView(ByteBuffer raw, int end) {
    int type() {
        return Byte.toUnsignedInt(raw.get(0));
    }

    int sequence() {
        return Short.toUnsignedInt(raw.getShort(2));
    }

    int nonce() {
        return raw.getInt(4);
    }

    int length() {
        return end - FrameCodec.HEADER;
    }

    /** Returns the payload, little-endian, from index 0 on. */
    ByteBuffer payload() {
        return raw.slice(FrameCodec.HEADER, length()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns a copy that stays. */
    Frame frame() {
        byte[] copy = new byte[length()];
        raw.get(FrameCodec.HEADER, copy);
        return new Frame(type(), sequence(), nonce(), copy);
    }
}
