package io.gradhil.protocol;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * What a board says after an update.
 *
 * @param steps updates since CONFIGURE
 * @param parameterCrc CRC-32 of all parameters after it
 * @param stateCrc CRC-32 of the optimizer's state after it, 0 if it has none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StepReply(int steps, int parameterCrc, int stateCrc) {
    static final int BYTES = 12;

    static StepReply of(ByteBuffer reply) {
        return new StepReply(reply.getInt(), reply.getInt(), reply.getInt());
    }
}
