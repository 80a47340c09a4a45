package io.gradhil.training;

import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.Pending;
import io.gradhil.protocol.SampleCodes;
import io.gradhil.protocol.StreamReply;
import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.Standardisation;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends samples in the shortest form that loses nothing: as 16-bit codes where it is known how they were made, the board has room for
 * as many columns, and the float32 bits that it will make of every code of the batch are the batch's; else as float32.
 */
final class SampleSender {
    private final McuClient client;

    /** What the board makes float32 of codes by, or null if it does not know any. */
    private @Nullable Standardisation onBoard;

    private @Nullable SampleCodes scales;
    private SamplesSent sent = SamplesSent.NONE;

    SampleSender(McuClient client) {
        this.client = client;
    }

    McuClient client() {
        return client;
    }

    /** @throws IllegalArgumentException if samples are not as wide as the network */
    static void requireFit(NetworkSpec network, Batch batch) {
        if (batch.inputs() != network.inputs() || batch.outputs() != network.outputs()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The network takes samples of %d inputs and %d targets, not of %d and %d",
                    network.inputs(),
                    network.outputs(),
                    batch.inputs(),
                    batch.outputs()));
        }
    }

    /** CONFIGURE makes a board forget what codes stand for. */
    void configured() {
        onBoard = null;
    }

    /** Begins to count anew. */
    void restart() {
        sent = SamplesSent.NONE;
    }

    SamplesSent sent() {
        return sent;
    }

    /** Hands a batch over to be trained on; does not wait for what it gives. */
    Pending<StreamReply> submitBatch(Batch batch) {
        Optional<short[]> codes = codes(batch);
        return codes.isPresent()
                ? client.submitBatch(batch.size(), codes.get())
                : client.submitBatch(batch.size(), batch.values());
    }

    StreamReply evaluate(Batch batch) {
        Optional<short[]> codes = codes(batch);
        return codes.isPresent()
                ? client.evaluate(batch.size(), codes.get())
                : client.evaluate(batch.size(), batch.values());
    }

    /** Returns the codes of a batch, which the board can then read, or nothing. */
    private Optional<short[]> codes(Batch batch) {
        Optional<short[]> codes = batch.standardisation()
                .filter(made -> made.columns() <= client.maxCodeColumns())
                .flatMap(made -> known(made).encode(batch.values()));
        sent = sent.plus(batch.size(), codes.isPresent());
        return codes;
    }

    private SampleCodes known(Standardisation made) {
        if (onBoard != made || scales == null) {
            scales = SampleCodes.of(made);
            client.scale(scales);
            onBoard = made;
        }
        return scales;
    }
}
