package io.gradhil.protocol;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * A board's counters since HELLO.
 *
 * @param forwardCycles cycles spent in forward passes; 0 where the board has no cycle counter, as for the next two
 * @param backwardCycles cycles spent in backward passes, loss included
 * @param updateCycles cycles spent in updates
 * @param stackBytes reserved for the stack
 * @param stackHighWater most bytes of it in use since reset; 0 where not measured
 * @param frames frames read without error
 * @param badFrames bytes between delimiters that were no frame
 * @param badCrcs frames with a wrong CRC
 * @param rxOverruns bytes lost because the board was too slow
 * @param rxLineErrors framing, noise and parity errors
 * @param repeated replies sent again
 * @param early requests kept until others came
 * @param dropped requests too old to be answered
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Stats(
        long forwardCycles,
        long backwardCycles,
        long updateCycles,
        int stackBytes,
        int stackHighWater,
        int frames,
        int badFrames,
        int badCrcs,
        int rxOverruns,
        int rxLineErrors,
        int repeated,
        int early,
        int dropped) {
    static final int BYTES = 64;

    static Stats of(ByteBuffer reply) {
        return new Stats(
                reply.getLong(),
                reply.getLong(),
                reply.getLong(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt());
    }
}
