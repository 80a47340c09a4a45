package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfFile;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.Standardisation;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.testing.DirectLink;
import io.gradhil.testing.WireHits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Trains over a line that damages, loses and repeats frames and resets the board: in the end there are the parameters that an
 * undisturbed line gives, to the bit. {@code -Dhil.soak=10000} is the number of batches of the long run.
 */
class SoakTests {
    private static final NetworkSpec SPEC =
            NetworkSpec.parse("4-6-1", Activation.TANH, new Adam(0.01f, 0.9f, 0.999f, 1e-7f));
    private static final int BATCHES = Integer.getInteger("hil.soak", 400);
    private static final int RESETS = 20;

    /** One in so many batches is judged, gradients and all. */
    private static final int JUDGED = 10;

    private static final Standardisation DECIMALS =
            new Standardisation(0.01, new double[] {-9, -9, -9, -9, -9}, new double[5], new double[] {1, 1, 1, 1, 1});

    private final Map<String, Integer> steps = new TreeMap<>();

    private void count(Step step) {
        steps.merge(step.name(), 1, Integer::sum);
    }

    /** Half of them decimals, which go as codes: a board that was reset has to be told their scales again. */
    private static List<Batch> batches(int count) {
        Random random = new Random(5);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[8 * 5];
            for (int v = 0; v < values.length; v++) {
                values[v] = (float) random.nextGaussian();
            }
            Batch batch = Batch.of(4, 1, values);
            batches.add(i % 2 == 0 ? batch : decimals(batch));
        }
        return batches;
    }

    /** Rounds to hundredths, so that the batch goes as codes. */
    private static Batch decimals(Batch batch) {
        float[] values = new float[batch.size() * DECIMALS.columns()];
        for (int row = 0; row < batch.size(); row++) {
            double[] decimals = new double[DECIMALS.columns()];
            for (int c = 0; c < decimals.length; c++) {
                decimals[c] = Math.rint(100 * batch.row(row)[c]) / 100;
            }
            System.arraycopy(DECIMALS.scaled(decimals), 0, values, row * decimals.length, decimals.length);
        }
        return Batch.of(batch.inputs(), batch.outputs(), values).standardised(DECIMALS);
    }

    /** Trains as {@link TrainingRun} does, and returns CRC-32 and number of updates. */
    private static String train(WireHits hits, StepListener steps, int count) {
        FirmwareImage image = ElfFile.image(DirectLink.IMAGE, FirmwareTarget.F411RE);
        McuClient client =
                McuClient.connect(new DirectLink(hits), "virtual", () -> "", image.id(), Duration.ofSeconds(30), steps);
        McuTrainer trainer = new McuTrainer(client);
        trainer.configure(SPEC, Network.initialParameters(SPEC, 1));
        McuUpdate update = null;
        BatchPipeline pipeline = new BatchPipeline(trainer, batches(count), index -> index % JUDGED == 0);
        for (int i = 0; pipeline.hasNext(); i++) {
            pipeline.next();
            McuStep step = pipeline.step();
            assertThat(i % JUDGED != 0 || step.compareGradients().passes()).isTrue();
            update = pipeline.update();
            assertThat(update.steps()).isEqualTo(i + 1);
        }
        assertThat(trainer.samplesSent().asCodes()).isPositive();
        assertThat(trainer.samplesSent().asFloats()).isPositive();
        return update.steps() + " updates, CRC-32 " + Integer.toHexString(update.parameterCrc()) + ", board "
                + (steps == StepListener.NONE ? "" : client.stats());
    }

    @Test
    void parameters_have_the_bits_of_an_undisturbed_run() {
        WireHits hits = new WireHits(11, 0.01, Math.max(60, BATCHES * 23 / 10 / RESETS));

        String disturbed = train(hits, this::count, BATCHES);

        String undisturbed = train(WireHits.none(), StepListener.NONE, BATCHES);
        assertThat(disturbed).as("%s, steps %s", hits, steps).startsWith(undisturbed);
        assertThat(hits.resets()).isPositive();
        assertThat(steps.get("restore")).isPositive();
        assertThat(steps.get("send again")).isPositive();
        System.out.println("soak: " + disturbed + "\n" + hits + "\nsteps " + steps);
    }
}
