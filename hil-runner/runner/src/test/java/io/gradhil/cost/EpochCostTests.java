package io.gradhil.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.Firmware;
import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochCostTests {
    private static final long CYCLE_NANOS = 10;

    private final FirmwareImage image = Firmware.image(FirmwareTarget.F411RE);
    private final NetworkSpec spec = NetworkSpec.parse("4-8-1", Activation.RELU, new Sgd(0.03f));
    private final List<Batch> batches = Ccpp.find().split(1).trainingBatches(32, 1, 0);

    private EpochCost of(int count) {
        return EpochCost.of(image, spec, batches.subList(0, count));
    }

    @Test
    void all_batches_are_counted_and_the_line_takes_time_too() {
        EpochCost one = of(1);
        EpochCost three = of(3);

        assertThat(three.trainingCycles()).isBetween(29 * one.trainingCycles() / 10, 31 * one.trainingCycles() / 10);
        assertThat(three.virtual().toNanos()).isGreaterThan(CYCLE_NANOS * three.trainingCycles());
    }
}
