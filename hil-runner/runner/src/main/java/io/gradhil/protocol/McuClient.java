package io.gradhil.protocol;

import io.gradhil.core.BoardResetException;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareMismatchException;
import io.gradhil.core.HilException;
import io.gradhil.core.NetworkTooLargeException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.link.ByteLink;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.report.StepListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Speaks the wire protocol: one method for each message, one reply for each call. For one thread at a time.
 *
 * <p>Every method throws a {@link HilException} when the board refuses the request, does not answer in time, or was
 * reset or crashed meanwhile.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McuClient {
    /** Most 32-bit numbers that READ returns at once. */
    private static final int MAX_READ = 256;

    private static final int OFFSET_BYTES = 4;
    private static final int STREAM_HEADER_BYTES = 8;

    private final McuSession session;

    private McuClient(McuSession session) {
        this.session = session;
    }

    /**
     * Waits until a board answers HELLO, and makes sure that it runs the firmware it should.
     *
     * @param link to the board; stays the caller's to close
     * @param board the board's name in messages
     * @param witness knows of the board what the link does not tell
     * @param expected the firmware that the board should run
     * @param timeout the longest wait for one reply
     * @param steps hears of every frame that was sent again
     * @throws FirmwareMismatchException if the board runs another firmware
     */
    public static McuClient connect(
            ByteLink link, String board, Witness witness, FirmwareId expected, Duration timeout, StepListener steps) {
        McuSession session = new McuSession(link, board, witness, expected, timeout, steps);
        session.begin(Deadline.after(timeout));
        McuClient client = new McuClient(session);
        if (!client.hello().firmware().equals(expected)) {
            throw new FirmwareMismatchException(expected, client.hello().firmware());
        }
        return client;
    }

    /** Begins a new session: the board forgets its network, counters start at zero. */
    public Hello restart() {
        session.begin(Deadline.after(session.timeout()));
        return session.hello();
    }

    /** Returns what the board said when the session began. */
    public Hello hello() {
        return session.hello();
    }

    /** Returns who hears of what is done to the board. */
    public StepListener steps() {
        return session.steps();
    }

    /** Returns the last frames of both directions, decoded, one a line, oldest first. */
    public String wireLog() {
        return session.wireLog();
    }

    /** Returns how many bytes went over the wire so far, both ways. */
    public long wireBytes() {
        return session.wireBytes();
    }

    /** Returns how many bytes went each way, and the last of them as they came. */
    public String serialLog() {
        return session.serialLog();
    }

    /** Has the board send bytes back. */
    public byte[] echo(byte[] bytes) {
        return session.request(MessageType.ECHO, bytes, bytes.length).array();
    }

    /**
     * Sets a network up, with all parameters 0.
     *
     * @throws NetworkTooLargeException if the board has not enough memory
     */
    public MemoryPlan configure(NetworkSpec spec) {
        return configure(spec, UpdateMode.BY_STEP);
    }

    /** As {@link #configure(NetworkSpec)}, and says when the parameters move. */
    public MemoryPlan configure(NetworkSpec spec, UpdateMode mode) {
        Frame reply = session.call(MessageType.CONFIGURE, ConfigurePayload.of(spec, mode));
        ErrorReply.of(reply).filter(error -> error.is(ErrorCode.OUT_OF_MEMORY)).ifPresent(error -> {
            throw new NetworkTooLargeException(spec.toString(), error.a(), error.b());
        });
        return MemoryPlan.of(session.payload(MessageType.CONFIGURE, reply, MemoryPlan.BYTES));
    }

    /** Writes all parameters, or the first ones. */
    public void writeParameters(float[] parameters) {
        writeParameters(0, parameters);
    }

    /** Writes parameters from number {@code offset} on, in as many frames as it takes. */
    public void writeParameters(int offset, float[] parameters) {
        int perFrame = (FrameCodec.MAX_PAYLOAD - OFFSET_BYTES) / Float.BYTES;
        for (int at = 0; at < parameters.length; at += perFrame) {
            int count = Math.min(perFrame, parameters.length - at);
            ByteBuffer payload = little(OFFSET_BYTES + count * Float.BYTES).putInt(offset + at);
            payload.asFloatBuffer().put(parameters, at, count);
            int written = session.request(MessageType.WRITE, payload.array(), Integer.BYTES)
                    .getInt();
            if (written != count) {
                throw new ProtocolViolationException(
                        "The board wrote " + written + " parameters of " + count,
                        MessageType.WRITE + " was sent whole");
            }
        }
    }

    /** Reads numbers {@code offset} to {@code offset + into.length - 1} of what is asked for. */
    public void read(Readable what, int offset, float[] into) {
        for (int at = 0; at < into.length; at += MAX_READ) {
            int count = Math.min(MAX_READ, into.length - at);
            ByteBuffer payload =
                    little(12).putInt(what.ordinal()).putInt(offset + at).putInt(count);
            ByteBuffer reply = session.request(MessageType.READ, payload.array(), count * Float.BYTES);
            reply.asFloatBuffer().get(into, at, count);
        }
    }

    /**
     * Trains on a batch: the board accumulates its gradients.
     *
     * @param samples number of samples
     * @param values inputs and targets of each sample in turn
     * @return the last reply, which holds the loss
     */
    public StreamReply batch(int samples, float[] values) {
        return stream(MessageType.BATCH, samples, values);
    }

    /** Computes the loss of a batch, forward only; arguments as for {@link #batch}. */
    public StreamReply evaluate(int samples, float[] values) {
        return stream(MessageType.EVALUATE, samples, values);
    }

    private StreamReply stream(MessageType type, int samples, float[] values) {
        int perFrame = (FrameCodec.MAX_PAYLOAD - STREAM_HEADER_BYTES) / Float.BYTES;
        StreamReply reply = new StreamReply(0, 0);
        for (int at = 0; at < values.length; at += perFrame) {
            int count = Math.min(perFrame, values.length - at);
            ByteBuffer payload = little(STREAM_HEADER_BYTES + count * Float.BYTES)
                    .putInt(samples)
                    .putInt(at);
            payload.asFloatBuffer().put(values, at, count);
            reply = StreamReply.of(session.request(type, payload.array(), StreamReply.BYTES));
        }
        if (reply.samples() != samples) {
            throw new ProtocolViolationException(
                    "The board computed " + reply.samples() + " samples of " + samples, type + " was sent whole");
        }
        return reply;
    }

    /** Applies the optimizer to the gradients of the batch. */
    public StepReply step() {
        return StepReply.of(session.request(MessageType.STEP, new byte[0], StepReply.BYTES));
    }

    /** Reads the board's counters. */
    public Stats stats() {
        return Stats.of(session.request(MessageType.STATS, new byte[0], Stats.BYTES));
    }

    /** Has the board reset itself and waits until it answers again, in a new session. */
    public Hello reset() {
        try {
            session.request(MessageType.RESET, new byte[0], 0);
        } catch (BoardResetException replyLost) {
            return hello();
        }
        return restart();
    }

    /**
     * Makes the board fail.
     *
     * @throws HilException always if the fault works: how the board failed, as far as it can be known
     */
    public void fault(Fault kind) {
        session.request(MessageType.FAULT, new byte[] {(byte) kind.ordinal()}, 0);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
