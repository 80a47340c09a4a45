package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One frame, decoded.
 *
 * @param type message type, 0 to 255
 * @param sequence chosen by the host, 0 to 65535
 * @param nonce of the session
 * @param payload at most {@link FrameCodec#MAX_PAYLOAD} bytes; not copied
 */
record Frame(int type, int sequence, int nonce, byte[] payload) {
    /** Returns the payload, little-endian, from its beginning. */
    ByteBuffer reader() {
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }
}
