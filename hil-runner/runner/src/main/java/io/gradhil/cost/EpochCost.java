package io.gradhil.cost;

import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.Stats;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.report.StepListener;
import io.gradhil.training.McuTrainer;
import io.gradhil.virtual.VirtualNucleo;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What training on a list of batches costs on the virtual board, the line to the host included.
 *
 * @param trainingCycles of forward pass, backward pass and update, by the board's own counter
 * @param virtual the board's time
 * @param wall the time on this machine
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record EpochCost(long trainingCycles, Duration virtual, Duration wall) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Trains a network from the same start on all batches; no gradient is read back. */
    public static EpochCost of(FirmwareImage image, NetworkSpec spec, List<Batch> batches) {
        VirtualNucleo board = FirmwareCost.start(image);
        try (CountingLink link = new CountingLink(board)) {
            McuClient client =
                    McuClient.connect(link, "virtual", link::describe, image.id(), TIMEOUT, StepListener.NONE);
            McuTrainer trainer = new McuTrainer(client);
            trainer.configure(spec, Network.initialParameters(spec, 1));
            long before = board.picoseconds();
            Deadline clock = Deadline.after(Duration.ZERO);
            for (Batch batch : batches) {
                trainer.backward(batch);
                trainer.update();
            }
            Duration wall = clock.elapsed();
            Duration virtual = Duration.ofNanos((board.picoseconds() - before) / 1000);
            Stats stats = client.stats();
            return new EpochCost(stats.forwardCycles() + stats.backwardCycles() + stats.updateCycles(), virtual, wall);
        }
    }
}
