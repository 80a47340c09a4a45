package io.gradhil.bench;

import io.gradhil.core.Deadline;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.session.HilSession;
import io.gradhil.training.BatchPipeline;
import io.gradhil.training.McuTrainer;
import java.time.Duration;
import java.util.List;

/** The default network trained on the CCPP data set, every gradient read back and every update confirmed; nothing is judged. */
final class CcppEpoch {
    private static final int BATCH = 32;
    private static final long SEED = 1;
    private static final float LEARNING_RATE = 0.03f;

    private final McuTrainer trainer;
    private final CcppSplit data;
    private int epochs;

    CcppEpoch(HilSession session, CcppSplit data) {
        this.data = data;
        trainer = new McuTrainer(session.client());
        NetworkSpec spec = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(LEARNING_RATE, 0, 0));
        trainer.configure(spec, Network.initialParameters(spec, SEED));
    }

    /** Trains the next epoch; returns how long it took. */
    Duration run() {
        Deadline clock = Deadline.after(Duration.ZERO);
        List<Batch> batches = data.trainingBatches(BATCH, SEED, epochs++);
        BatchPipeline pipeline = new BatchPipeline(trainer, batches, index -> true);
        while (pipeline.hasNext()) {
            pipeline.next();
            pipeline.step();
            pipeline.update();
        }
        return clock.elapsed();
    }
}
