package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real firmware on the board {@code host}. */
class BatchPipelineTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-5-3-1", Activation.TANH, new Sgd(0.1f));

    private final HostBoard host = new HostBoard();
    private final McuTrainer trainer = new McuTrainer(host.client);
    private final List<Batch> batches =
            IntStream.range(0, 5).mapToObj(seed -> HostBoard.batch(8, seed)).toList();

    @BeforeEach
    void configure() {
        trainer.configure(SPEC, Network.initialParameters(SPEC, 1));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void trains_as_one_batch_after_the_other_does() {
        BatchPipeline pipeline = new BatchPipeline(trainer, batches, index -> index % 2 == 0);
        int crc = 0;
        for (int i = 0; pipeline.hasNext(); i++) {
            assertThat(pipeline.next()).isSameAs(batches.get(i));
            McuStep step = pipeline.step();
            assertThat(step.gradientsRead()).isEqualTo(i % 2 == 0);
            McuUpdate update = pipeline.update();
            assertThat(update.steps()).isEqualTo(i + 1);
            crc = update.parameterCrc();
        }

        configure();
        int expected = 0;
        for (Batch batch : batches) {
            trainer.backward(batch);
            expected = trainer.update().parameterCrc();
        }
        assertThat(crc).isEqualTo(expected);
    }

    @Test
    void without_batches_there_is_nothing_to_wait_for() {
        BatchPipeline pipeline = new BatchPipeline(trainer, List.of(), index -> true);

        assertThat(pipeline.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(pipeline::next)
                .withMessage("All 0 batches were trained on");
        assertThatIllegalStateException()
                .isThrownBy(pipeline::step)
                .withMessage("No batch is on its way: call next first");
    }

    @Test
    void a_batch_lands_before_its_update() {
        BatchPipeline pipeline = new BatchPipeline(trainer, batches, index -> true);
        pipeline.next();

        assertThatIllegalStateException()
                .isThrownBy(pipeline::update)
                .withMessage("The batch has not landed yet: call step first");
    }

    @Test
    void a_batch_is_updated_once_and_before_the_next() {
        BatchPipeline pipeline = new BatchPipeline(trainer, batches, index -> true);
        pipeline.next();
        pipeline.step();
        assertThatIllegalStateException()
                .isThrownBy(pipeline::next)
                .withMessage("The last batch has not been applied yet: call update first");

        pipeline.update();

        assertThatIllegalStateException()
                .isThrownBy(pipeline::update)
                .withMessage("The batch has not landed yet: call step first");
        assertThat(pipeline.next()).isSameAs(batches.get(1));
    }
}
