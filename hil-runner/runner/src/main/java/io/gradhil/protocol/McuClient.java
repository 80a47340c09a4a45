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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * Speaks the wire protocol: one method for each message. For one thread at a time.
 *
 * <p>Every method throws a {@link HilException} when the board refuses the request, does not answer in time, or was
 * reset or crashed meanwhile.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McuClient {
    /** Most 32-bit numbers that READ returns at once. */
    private static final int MAX_READ = 256;

    private static final int STEP_COUNT = 4;
    private static final int HEADER_BYTES = 8;

    private final McuSession session;
    private final SampleStream samples;

    /** Where payloads are written; handing one over consumes it. */
    private final ByteBuffer payload = Wire.little(FrameCodec.MAX_PAYLOAD);

    private McuClient(McuSession session) {
        this.session = session;
        this.samples = new SampleStream(session);
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
        byte[] echoed = new byte[bytes.length];
        request(MessageType.ECHO, ByteBuffer.wrap(bytes), bytes.length, reply -> reply.get(echoed));
        return echoed;
    }

    private void request(MessageType type, ByteBuffer request, int replyBytes, Consumer<ByteBuffer> onReply) {
        session.call(type, request, replyBytes, onReply).check();
    }

    private <T> T ask(MessageType type, ByteBuffer request, int replyBytes, Function<ByteBuffer, T> reader) {
        AtomicReference<T> result = new AtomicReference<>();
        session.call(type, request, replyBytes, reply -> result.set(reader.apply(reply)))
                .check();
        return result.get();
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
        AtomicReference<MemoryPlan> plan = new AtomicReference<>();
        ByteBuffer request = ByteBuffer.wrap(ConfigurePayload.of(spec, mode));
        Exchange exchange =
                session.call(MessageType.CONFIGURE, request, MemoryPlan.BYTES, reply -> plan.set(MemoryPlan.of(reply)));
        exchange.error().filter(error -> error.is(ErrorCode.OUT_OF_MEMORY)).ifPresent(error -> {
            throw new NetworkTooLargeException(spec.toString(), error.a(), error.b());
        });
        exchange.check();
        return plan.get();
    }

    /** Writes all parameters, or the first ones. */
    public void writeParameters(float[] parameters) {
        writeParameters(0, parameters);
    }

    /** Writes parameters from number {@code offset} on, in as many frames as it takes. */
    public void writeParameters(int offset, float[] parameters) {
        write(Readable.PARAMETERS, offset, parameters);
    }

    /** Writes what the optimizer remembers, as {@link Readable#OPTIMIZER_STATE} gives it. */
    public void writeOptimizerState(float[] state) {
        write(Readable.OPTIMIZER_STATE, 0, state);
    }

    private void write(Readable what, int offset, float[] values) {
        int perFrame = (FrameCodec.MAX_PAYLOAD - HEADER_BYTES) / Float.BYTES;
        List<Exchange> requests = new ArrayList<>();
        for (int at = 0; at < values.length; at += perFrame) {
            int count = Math.min(perFrame, values.length - at);
            payload.clear().putInt(what.ordinal()).putInt(offset + at);
            payload.asFloatBuffer().put(values, at, count);
            payload.position(HEADER_BYTES + count * Float.BYTES);
            requests.add(session.submit(
                    MessageType.WRITE, payload.flip(), Integer.BYTES, reply -> requireWritten(reply.getInt(), count)));
        }
        new Pending<>(session, requests, () -> true).get();
    }

    private static void requireWritten(int written, int count) {
        if (written != count) {
            throw new ProtocolViolationException(
                    "The board wrote " + written + " numbers of " + count, MessageType.WRITE + " was sent whole");
        }
    }

    /** Has the board count its updates on from a number, as if it had made so many: what Adam derives from it included. */
    public void writeSteps(int steps) {
        payload.clear().putInt(STEP_COUNT).putInt(0).putInt(steps);
        request(MessageType.WRITE, payload.flip(), Integer.BYTES, reply -> requireWritten(reply.getInt(), 1));
    }

    /** Reads numbers {@code offset} to {@code offset + into.length - 1} of what is asked for. */
    public void read(Readable what, int offset, float[] into) {
        submitRead(what, offset, into).get();
    }

    /** As {@link #read}, but does not wait: {@code into} is filled when the answer is there. */
    public Pending<float[]> submitRead(Readable what, int offset, float[] into) {
        List<Exchange> requests = new ArrayList<>();
        for (int at = 0; at < into.length; at += MAX_READ) {
            int first = at;
            int count = Math.min(MAX_READ, into.length - at);
            payload.clear().putInt(what.ordinal()).putInt(offset + at).putInt(count);
            requests.add(
                    session.submit(MessageType.READ, payload.flip(), count * Float.BYTES, reply -> reply.asFloatBuffer()
                            .get(into, first, count)));
        }
        return new Pending<>(session, requests, () -> into);
    }

    /**
     * Returns CRC-32s instead of the numbers themselves: for each layer that of its weights and that of its biases.
     *
     * @param what parameters or gradients
     * @param layers of the network on the board
     */
    public int[] digest(Readable what, int layers) {
        int[] digests = new int[2 * layers];
        payload.clear().putInt(what.ordinal());
        request(MessageType.DIGEST, payload.flip(), digests.length * Integer.BYTES, reply -> reply.asIntBuffer()
                .get(digests));
        return digests;
    }

    /**
     * Says what codes stand for in the samples to come, until the next CONFIGURE.
     *
     * @throws io.gradhil.core.RequestRefusedException if a sample has more columns than {@link #maxCodeColumns}
     */
    public void scale(SampleCodes codes) {
        payload.clear();
        codes.putScales(payload);
        request(MessageType.SCALE, payload.flip(), 0, reply -> {});
    }

    /** Returns how many numbers a sample may have that is sent as codes. */
    public int maxCodeColumns() {
        return Math.min(hello().maxColumns(), SampleCodes.MAX_COLUMNS);
    }

    /**
     * Trains on a batch: the board accumulates its gradients.
     *
     * @param count number of samples
     * @param values inputs and targets of each sample in turn
     * @return the last reply, which holds the loss
     */
    public StreamReply batch(int count, float[] values) {
        return submitBatch(count, values).get();
    }

    /** As {@link #batch}, but waits only until all of it is handed over. */
    public Pending<StreamReply> submitBatch(int count, float[] values) {
        return samples.send(MessageType.BATCH, count, values);
    }

    /** As {@link #submitBatch(int, float[])}, with what {@link #scale} has the board make float32 of. */
    public Pending<StreamReply> submitBatch(int count, short[] codes) {
        return samples.send(MessageType.BATCH16, count, codes);
    }

    /** Computes the loss of a batch, forward only; arguments as for {@link #batch}. */
    public StreamReply evaluate(int count, float[] values) {
        return samples.send(MessageType.EVALUATE, count, values).get();
    }

    /** As {@link #evaluate(int, float[])}, with what {@link #scale} has the board make float32 of. */
    public StreamReply evaluate(int count, short[] codes) {
        return samples.send(MessageType.EVALUATE16, count, codes).get();
    }

    /** Applies the optimizer to the gradients of the batch. */
    public StepReply step() {
        return submitStep().get();
    }

    /** As {@link #step}, but does not wait. */
    public Pending<StepReply> submitStep() {
        AtomicReference<StepReply> result = new AtomicReference<>();
        Exchange request = session.submit(
                MessageType.STEP, Wire.little(0), StepReply.BYTES, reply -> result.set(StepReply.of(reply)));
        return new Pending<>(session, List.of(request), result::get);
    }

    /** Reads the board's counters. */
    public Stats stats() {
        return ask(MessageType.STATS, Wire.little(0), Stats.BYTES, Stats::of);
    }

    /** Has the board reset itself and waits until it answers again, in a new session. */
    public Hello reset() {
        try {
            request(MessageType.RESET, Wire.little(0), 0, reply -> {});
        } catch (BoardResetException replyLost) {
            return hello();
        }
        session.expectReset();
        return restart();
    }

    /**
     * Makes the board fail.
     *
     * @throws HilException always if the fault works: how the board failed, as far as it can be known
     */
    public void fault(Fault kind) {
        request(MessageType.FAULT, ByteBuffer.wrap(new byte[] {(byte) kind.ordinal()}), 0, reply -> {});
    }
}
