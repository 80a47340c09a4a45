package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apiguardian.api.API;

/**
 * One frame, decoded.
 *
 * @param type message type, 0 to 255
 * @param sequence chosen by the host, 0 to 65535
 * @param nonce of the session
 * @param payload at most {@link FrameCodec#MAX_PAYLOAD} bytes; not copied
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Frame(int type, int sequence, int nonce, byte[] payload) {
    /** Returns the payload, little-endian, from its beginning. */
    public ByteBuffer reader() {
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }
}
