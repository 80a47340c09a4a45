package io.gradhil.training;

import io.gradhil.reference.Batch;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntPredicate;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Trains a board on batches, one ahead: each is sent, and what it gives is asked for, before the answers to the last one are waited for, so that the line is never
 * idle.
 *
 * <pre>{@code
 * BatchPipeline pipeline = new BatchPipeline(trainer, batches, index -> true);
 * while (pipeline.hasNext()) {
 *     Batch batch = pipeline.next();
 *     McuStep step = pipeline.step();
 *     McuUpdate update = pipeline.update();
 * }
 * }</pre>
 *
 * <p>Nothing else is to be asked of the trainer meanwhile. For one thread at a time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BatchPipeline {
    private final McuTrainer trainer;
    private final List<Batch> batches;
    private final IntPredicate withGradients;
    private int index;
    private @Nullable Flight ahead;
    private @Nullable Flight flight;
    private @Nullable McuStep landed;

    /**
     * Sends the first batch.
     *
     * @param trainer of a board that has a network
     * @param withGradients whether the gradients of a batch are read, by its index in {@code batches}
     * @throws IllegalStateException before {@link McuTrainer#configure}
     */
    public BatchPipeline(McuTrainer trainer, List<Batch> batches, IntPredicate withGradients) {
        this.trainer = trainer;
        this.batches = List.copyOf(batches);
        this.withGradients = withGradients;
        ahead = launch();
    }

    private @Nullable Flight launch() {
        return index < batches.size() ? trainer.launch(batches.get(index), withGradients.test(index)) : null;
    }

    /** Tells whether a batch is left. */
    public boolean hasNext() {
        return ahead != null;
    }

    /**
     * Has the board apply the next batch, which {@link #step} waits for, and sends the one after it.
     *
     * @throws NoSuchElementException if none is left
     * @throws IllegalStateException if nobody has waited for the {@link #update} that follows the batch before
     */
    public Batch next() {
        if (flight != null) {
            throw new IllegalStateException("The last batch has not been applied yet: call update first");
        }
        if (ahead == null) {
            throw new NoSuchElementException("All " + batches.size() + " batches were trained on");
        }
        Flight next = ahead;
        flight = next;
        trainer.apply(next);
        index++;
        ahead = launch();
        return next.batch();
    }

    /**
     * Waits for loss and, if they are read, gradients of the batch.
     *
     * @throws IllegalStateException before {@link #next}
     */
    public McuStep step() {
        if (flight == null) {
            throw new IllegalStateException("No batch is on its way: call next first");
        }
        landed = trainer.land(flight);
        return landed;
    }

    /**
     * Waits for the update that follows the batch.
     *
     * @throws IllegalStateException before {@link #step}
     */
    public McuUpdate update() {
        if (flight == null || landed == null) {
            throw new IllegalStateException("The batch has not landed yet: call step first");
        }
        McuUpdate update = trainer.confirm(flight, landed);
        flight = null;
        landed = null;
        return update;
    }
}
