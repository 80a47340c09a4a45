package io.gradhil.protocol;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * What a board says after an update.
 *
 * @param steps updates since CONFIGURE
 * @param parameterCrc CRC-32 of all parameters after it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StepReply(int steps, int parameterCrc) {
    static final int BYTES = 8;

    static StepReply of(ByteBuffer reply) {
        return new StepReply(reply.getInt(), reply.getInt());
    }
}
