package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.protocol.Frame;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real firmware on the board {@code host}. */
class GradientDigestTests {
    private static final int READ = 0x05;
    private static final int DIGEST = 0x11;
    private static final NetworkSpec SPEC = NetworkSpec.parse("2-3-1", Activation.TANH, new Sgd(0.5f));
    private static final Batch BATCH = Batch.of(2, 1, new float[] {1, 2, 3, 4, 5, 6});
    private static final Batch OTHER = Batch.of(2, 1, new float[] {1, 2, 3, 4, 5, Math.nextUp(6f)});

    private final HostBoard host = new HostBoard();
    private final McuTrainer trainer = new McuTrainer(host.client);

    @AfterEach
    void close() {
        host.close();
    }

    private McuStep step(Batch batch) {
        trainer.configure(SPEC, Network.initialParameters(SPEC, 1));
        return trainer.backward(batch);
    }

    private long sent(int type) {
        return host.tap.requests().stream()
                .map(Frame::type)
                .filter(t -> t == type)
                .count();
    }

    @Test
    void crcs_are_by_the_parameters_names_in_order() {
        assertThat(step(BATCH).gradientDigest().crcs().keySet())
                .containsExactly("dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias");
    }

    @Test
    void crcs_are_those_of_the_gradients_little_endian_bytes() {
        McuStep step = step(BATCH);
        float[] dw = step.gradients();

        assertThat(step.gradientDigest()).isEqualTo(GradientDigest.of(SPEC.layout(), dw));
        assertThat(step.gradientDigest().crcs().get("dense2.bias"))
                .isEqualTo(String.format("0x%08X", ParameterCrc.of(new float[] {dw[12]})));
    }

    @Test
    void the_board_is_asked_once_and_no_gradient_read() {
        McuStep step = step(BATCH);

        step.gradientDigest();
        step.gradientDigest();

        assertThat(sent(DIGEST)).isEqualTo(1);
        assertThat(sent(READ)).isZero();
    }

    @Test
    void a_last_bit_of_one_target_shows() {
        assertThat(step(BATCH).gradientDigest()).isEqualTo(step(BATCH).gradientDigest());
        assertThat(step(OTHER).gradientDigest()).isNotEqualTo(step(BATCH).gradientDigest());
    }

    @Test
    void a_step_that_the_board_has_left_behind_has_no_digest_any_more() {
        McuStep step = step(BATCH);
        trainer.backward(OTHER);

        assertThatIllegalStateException()
                .isThrownBy(step::gradientDigest)
                .withMessage("The board has gone on: read what belongs to a step before the next one");
    }

    @Test
    void crcs_cannot_be_changed() {
        GradientDigest digest = step(BATCH).gradientDigest();

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> digest.crcs().clear());
    }
}
