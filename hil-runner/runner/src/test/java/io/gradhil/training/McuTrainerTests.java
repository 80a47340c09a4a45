package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.core.NetworkTooLargeException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.judge.Comparison;
import io.gradhil.judge.Element;
import io.gradhil.protocol.Frame;
import io.gradhil.protocol.Readable;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real firmware on the board {@code host}. */
class McuTrainerTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-5-3-1", Activation.TANH, new Sgd(0.1f));
    private static final float[] INITIAL = Network.initialParameters(SPEC, 1);
    private static final Batch BATCH = HostBoard.batch(8, 1);
    private static final Batch OTHER = HostBoard.batch(8, 2);
    private static final int READ_REPLY = 0x85;
    private static final int BATCH_REPLY = 0x86;
    private static final int STEP_REPLY = 0x87;

    private final HostBoard host = new HostBoard();
    private final McuTrainer trainer = new McuTrainer(host.client);

    @AfterEach
    void close() {
        host.close();
    }

    private float[] onTheBoard() {
        float[] parameters = new float[INITIAL.length];
        host.client.read(Readable.PARAMETERS, 0, parameters);
        return parameters;
    }

    private static UnaryOperator<Frame> onType(int type, UnaryOperator<Frame> change) {
        return frame -> frame.type() == type ? change.apply(frame) : frame;
    }

    private static Frame flipped(Frame frame, int at, int bits) {
        byte[] payload = frame.payload().clone();
        payload[at] ^= (byte) bits;
        return new Frame(frame.type(), frame.sequence(), frame.nonce(), payload);
    }

    @Test
    void configure_writes_the_initial_parameters() {
        trainer.configure(SPEC, INITIAL);

        assertThat(onTheBoard()).isEqualTo(INITIAL);
    }

    @Test
    void configure_rejects_a_wrong_number_of_parameters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer.configure(SPEC, new float[46]))
                .withMessage("4-5-3-1 tanh, linear output, MSE, SGD(0.1) has 47 parameters, not 46");
    }

    @Test
    void loss_and_gradients_are_those_of_the_reference() {
        trainer.configure(SPEC, INITIAL);

        McuStep step = trainer.backward(BATCH);

        assertThat(step.compareLoss().passes()).isTrue();
        assertThat(step.compareGradients().passes()).isTrue();
        assertThat(step.compareGradients().size()).isEqualTo(INITIAL.length);
    }

    @Test
    void flipped_sign_of_one_gradient_is_found_and_named() {
        trainer.configure(SPEC, INITIAL);
        McuStep step = trainer.backward(BATCH);
        host.tap.falsify(onType(READ_REPLY, frame -> flipped(frame, 4 * 46 + 3, 0x80)));

        Comparison gradients = step.compareGradients();

        assertThat(gradients.failures()).extracting(Element::name).containsExactly("dense3.bias[0]");
    }

    @Test
    void wrong_loss_is_found() {
        trainer.configure(SPEC, INITIAL);
        host.tap.falsify(onType(BATCH_REPLY, frame -> flipped(frame, 6, 0x01)));

        assertThat(trainer.backward(BATCH).compareLoss().passes()).isFalse();
    }

    @Test
    void parameters_are_followed_without_being_read() {
        trainer.configure(SPEC, INITIAL);
        for (int i = 0; i < 5; i++) {
            McuStep step = trainer.backward(i % 2 == 0 ? BATCH : OTHER);
            assertThat(step.compareGradients().passes()).isTrue();
            assertThat(trainer.update().compareParameters().passes()).isTrue();
        }
        float[] followed = trainer.parameters();

        assertThat(host.parameterReads()).isZero();
        assertThat(followed).isEqualTo(onTheBoard()).isNotEqualTo(INITIAL);
    }

    @Test
    void update_says_its_number_and_the_crc_of_the_parameters() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH);
        trainer.update();
        trainer.backward(BATCH);

        McuUpdate update = trainer.update();

        assertThat(update.steps()).isEqualTo(2);
        assertThat(update.parameterCrc()).isEqualTo(ParameterCrc.of(onTheBoard()));
    }

    @Test
    void update_that_the_board_did_otherwise_is_found_and_the_element_named() {
        trainer.configure(SPEC, INITIAL);
        McuStep step = trainer.backward(BATCH);
        step.gradients();
        float[] other = INITIAL.clone();
        other[7] = Math.nextUp(other[7]);
        host.client.writeParameters(other);

        Comparison parameters = trainer.update().compareParameters();

        assertThat(parameters.failures())
                .extracting(Element::name)
                .containsExactly(SPEC.layout().describe(7));
        assertThat(host.parameterReads()).isEqualTo(1);
    }

    @Test
    void lockstep_goes_on_from_the_boards_parameters_after_a_deviation() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH).gradients();
        host.client.writeParameters(new float[INITIAL.length]);
        trainer.update();

        McuStep step = trainer.backward(OTHER);

        assertThat(step.compareGradients().passes()).isTrue();
        assertThat(trainer.update().compareParameters().passes()).isTrue();
    }

    @Test
    void crc_that_is_not_that_of_the_parameters_on_the_board_is_a_violation() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH).gradients();
        host.tap.falsify(onType(STEP_REPLY, frame -> flipped(frame, 4, 0x01)));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(trainer::update)
                .withMessageMatching("The CRC-32s that STEP replied are not those of what is on the board\n"
                        + "  Seen: parameters: replied 0x[0-9A-F]{8}, computed 0x[0-9A-F]{8}\n"
                        + " +optimizer:  replied 0x00000000, computed 0x00000000(?s:.*)");
    }

    @Test
    void update_without_gradients_read_cannot_be_compared() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH);

        McuUpdate update = trainer.update();

        assertThatIllegalStateException()
                .isThrownBy(update::compareParameters)
                .withMessage("The update cannot be repeated on the host: read the step's gradients before update()");
    }

    @Test
    void parameters_that_were_not_followed_are_read_once() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH);
        trainer.update();

        float[] parameters = trainer.parameters();
        trainer.parameters();

        assertThat(host.parameterReads()).isEqualTo(1);
        assertThat(parameters).isEqualTo(onTheBoard());
    }

    @Test
    void step_after_an_update_that_was_not_followed_is_judged_at_the_boards_parameters() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH);
        trainer.update();

        McuStep step = trainer.backward(OTHER);

        assertThat(step.compareGradients().passes()).isTrue();
        assertThat(trainer.update().compareParameters().passes()).isTrue();
    }

    @Test
    void gradients_of_a_step_that_was_applied_can_no_longer_be_read() {
        trainer.configure(SPEC, INITIAL);
        McuStep step = trainer.backward(BATCH);
        trainer.update();

        assertThatIllegalStateException()
                .isThrownBy(step::gradients)
                .withMessage("The board has gone on: read what belongs to a step before the next one");
    }

    @Test
    void gradients_of_a_step_before_the_last_can_no_longer_be_read() {
        trainer.configure(SPEC, INITIAL);
        McuStep step = trainer.backward(BATCH);
        trainer.backward(OTHER);

        assertThatIllegalStateException()
                .isThrownBy(step::gradients)
                .withMessage("The board has gone on: read what belongs to a step before the next one");
    }

    @Test
    void gradients_once_read_stay() {
        trainer.configure(SPEC, INITIAL);
        McuStep step = trainer.backward(BATCH);
        float[] gradients = step.gradients();
        trainer.update();
        trainer.backward(OTHER);

        assertThat(step.gradients()).isSameAs(gradients);
        assertThat(step.compareGradients().passes()).isTrue();
    }

    @Test
    void gradients_of_a_step_are_not_those_of_a_later_batch_that_failed() {
        trainer.configure(SPEC, INITIAL);
        McuStep step = trainer.backward(BATCH);
        host.tap.falsify(onType(BATCH_REPLY, frame -> flipped(frame, 0, 0x01)));
        assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> trainer.backward(OTHER));

        assertThatIllegalStateException().isThrownBy(step::gradients);
    }

    @Test
    void parameters_after_an_update_that_failed_are_read_from_the_board() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH).gradients();
        host.tap.falsify(
                onType(STEP_REPLY, frame -> new Frame(frame.type(), frame.sequence(), frame.nonce(), new byte[1])));
        assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(trainer::update);

        assertThat(trainer.parameters()).isEqualTo(onTheBoard()).isNotEqualTo(INITIAL);
    }

    @Test
    void update_before_backward_says_what_to_call() {
        trainer.configure(SPEC, INITIAL);

        assertThatIllegalStateException()
                .isThrownBy(trainer::update)
                .withMessage("Nothing to apply: call backward first");
    }

    @Test
    void second_update_of_one_step_is_refused() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH);
        trainer.update();

        assertThatIllegalStateException().isThrownBy(trainer::update);
    }

    @Test
    void step_from_before_configure_cannot_be_applied() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(BATCH);
        trainer.configure(SPEC, INITIAL);

        assertThatIllegalStateException().isThrownBy(trainer::update);
    }

    @Test
    void backward_before_configure_says_what_to_call() {
        assertThatIllegalStateException()
                .isThrownBy(() -> trainer.backward(BATCH))
                .withMessage("No network on the board yet: call configure first");
    }

    @Test
    void evaluate_before_configure_says_what_to_call() {
        assertThatIllegalStateException()
                .isThrownBy(() -> trainer.evaluate(BATCH))
                .withMessage("No network on the board yet: call configure first");
    }

    @Test
    void network_that_was_refused_leaves_none() {
        trainer.configure(SPEC, INITIAL);
        NetworkSpec large = NetworkSpec.parse("4-9000-1", Activation.RELU, new Sgd(0.1f));
        assertThatExceptionOfType(NetworkTooLargeException.class)
                .isThrownBy(
                        () -> trainer.configure(large, new float[large.layout().count()]));

        assertThatIllegalStateException()
                .isThrownBy(() -> trainer.backward(BATCH))
                .withMessage("No network on the board yet: call configure first");
    }

    @Test
    void batch_of_another_width_is_rejected_before_it_is_sent() {
        trainer.configure(SPEC, INITIAL);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer.backward(Batch.of(3, 1, new float[4])))
                .withMessage("The network takes samples of 4 inputs and 1 targets, not of 3 and 1");
    }

    @Test
    void evaluation_has_the_loss_of_the_reference_and_changes_nothing() {
        trainer.configure(SPEC, INITIAL);
        McuStep step = trainer.backward(BATCH);

        McuEvaluation evaluation = trainer.evaluate(OTHER);

        assertThat(evaluation.compareLoss().passes()).isTrue();
        assertThat(step.compareGradients().passes()).isTrue();
        assertThat(trainer.update().compareParameters().passes()).isTrue();
    }

    @Test
    void evaluation_that_left_a_sample_out_is_found() {
        trainer.configure(SPEC, INITIAL);
        float loss = trainer.evaluate(HostBoard.batch(8, 3)).loss();

        assertThat(new McuEvaluation(loss, new Network(SPEC, INITIAL), OTHER)
                        .compareLoss()
                        .passes())
                .isFalse();
    }
}
