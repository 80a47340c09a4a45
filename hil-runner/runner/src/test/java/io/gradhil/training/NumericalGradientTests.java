package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.core.ProtocolViolationException;
import io.gradhil.core.RequestRefusedException;
import io.gradhil.protocol.Frame;
import io.gradhil.protocol.Readable;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.training.NumericalGradient.Derivative;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real firmware on the board {@code host}. */
class NumericalGradientTests {
    private static final NetworkSpec SPEC =
            NetworkSpec.parse("4-5-3-1", Activation.TANH, new Adam(0.01f, 0.9f, 0.999f, 1e-7f));
    private static final int[] ALL = IntStream.range(0, SPEC.layout().count()).toArray();
    private static final Batch BATCH = HostBoard.batch(16, 1);

    private final HostBoard host = new HostBoard();
    private final McuTrainer trainer = new McuTrainer(host.client);

    @BeforeEach
    void configure() {
        trainer.configure(SPEC, Network.initialParameters(SPEC, 1));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void every_gradient_agrees_and_the_tolerance_is_small() {
        float[] gradients = trainer.backward(BATCH).gradients();

        NumericalGradient numerical = NumericalGradient.of(trainer, BATCH, ALL);

        assertThat(numerical.disagreement(gradients)).isEmpty();
        assertThat(numerical.derivatives()).extracting(Derivative::tolerance).allMatch(tolerance -> tolerance < 2e-3);
        assertThat(numerical.derivatives()).extracting(Derivative::parameter).hasSize(ALL.length);
    }

    @Test
    void wrong_gradient_is_named_with_both_numbers() {
        float[] gradients = trainer.backward(BATCH).gradients().clone();
        gradients[7] *= -1;
        gradients[9] = Float.NaN;

        assertThat(NumericalGradient.of(trainer, BATCH, 6, 7, 8, 9).disagreement(gradients))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .matches(
                                "The gradient of dense1\\.weight\\[1]\\[3] is -?0\\.\\d+, but the board's own loss gives"
                                        + " -?0\\.\\d+ \\+- \\d.*; 2 of 4 differ\\."));
    }

    /** The only unit is off by 0.3 h: the difference sees the slope beyond the kink, the gradient is 0. */
    @Test
    void kink_within_the_step_is_no_disagreement() {
        NetworkSpec relu = NetworkSpec.parse("1-1-1", Activation.RELU, new Adam(0.01f, 0.9f, 0.999f, 1e-7f));
        trainer.configure(relu, new float[] {0.5f, -0.5f - 0.3f * 0x1p-7f, 1, 0});
        Batch one = Batch.of(1, 1, new float[] {1, 1});
        float[] gradients = trainer.backward(one).gradients();

        NumericalGradient numerical = NumericalGradient.of(trainer, one, 0, 2, 3);

        assertThat(gradients[0]).isZero();
        assertThat(numerical.derivatives().get(0).value()).isLessThan(-0.5);
        assertThat(numerical.disagreement(gradients)).isEmpty();
    }

    @Test
    void nothing_on_the_board_has_changed() {
        McuStep step = trainer.backward(BATCH);
        float[] before = new float[ALL.length];
        host.client.read(Readable.PARAMETERS, 0, before);

        NumericalGradient.of(trainer, BATCH, 0, 46);

        float[] after = new float[ALL.length];
        host.client.read(Readable.PARAMETERS, 0, after);
        assertThat(after).isEqualTo(before);
        assertThat(step.compareGradients().passes()).isTrue();
        assertThat(trainer.update().compareParameters().passes()).isTrue();
    }

    @Test
    void parameter_that_is_not_restored_is_a_violation() {
        int[] writes = {0};
        host.tap.alter(frame -> frame.type() == 4 && ++writes[0] == 6
                ? new Frame(
                        frame.type(), frame.sequence(), frame.nonce(), new byte[] {0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0})
                : frame);

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> NumericalGradient.of(trainer, BATCH, 3))
                .withMessageMatching("The board did not take a parameter back\n"
                        + "  Seen: dense1\\.weight\\[0]\\[3] was -?0\\.\\d+, is 0\\.0(?s:.*)");
    }

    @Test
    void parameters_are_read_again_after_a_failure() {
        host.tap.alter(frame ->
                frame.type() == 8 ? new Frame(frame.type(), frame.sequence(), frame.nonce(), new byte[] {1}) : frame);
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> NumericalGradient.of(trainer, BATCH, 3));
        host.tap.alter(frame -> frame);
        float[] read = new float[ALL.length];
        host.client.read(Readable.PARAMETERS, 0, read);

        assertThat(trainer.parameters()).isEqualTo(read).isNotEqualTo(Network.initialParameters(SPEC, 1));
    }

    @Test
    void parameter_that_does_not_exist_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumericalGradient.of(trainer, BATCH, 0, 47))
                .withMessage("Parameter number 47 does not exist; 0 to 46 are valid.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumericalGradient.of(trainer, BATCH))
                .withMessage("No parameter to differentiate; 0 to 46 are valid.");
    }
}
