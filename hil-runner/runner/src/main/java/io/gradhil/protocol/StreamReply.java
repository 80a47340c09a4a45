package io.gradhil.protocol;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * How far a streamed batch has come.
 *
 * @param samples samples computed so far
 * @param loss mean over all samples and outputs once the batch is complete, 0 before
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StreamReply(int samples, float loss) {
    static final int BYTES = 8;

    static StreamReply of(ByteBuffer reply) {
        return new StreamReply(reply.getInt(), reply.getFloat());
    }
}
