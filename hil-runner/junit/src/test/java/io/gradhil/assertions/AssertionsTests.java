package io.gradhil.assertions;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Limit;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.testing.Tools;
import io.gradhil.training.McuEvaluation;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.McuUpdate;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the board {@code host}; wrong numbers come from parameters that were changed behind the trainer's back. */
class AssertionsTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-3-1", Activation.TANH, new Sgd(0.5f));
    private static final Batch BATCH = Batch.of(4, 1, new float[] {1, 2, 3, 4, 5, 5, 4, 3, 2, 1});
    private static HilSession session;

    private McuTrainer trainer;

    @BeforeAll
    static void open() {
        Tools.need("cc", "cmake");
        session = HilSession.open(new HilSettings("host", Duration.ofSeconds(10)), StepListener.NONE);
    }

    @AfterAll
    static void close() {
        if (session != null) {
            session.close();
        }
    }

    @BeforeEach
    void configure() {
        trainer = new McuTrainer(session.restore());
        trainer.configure(SPEC, Network.initialParameters(SPEC, 1));
    }

    private void spoil() {
        trainer.client().writeParameters(new float[] {9});
    }

    private static void assertFailsWith(String message, Runnable assertion) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion::run)
                .withMessage(message);
    }

    @Test
    void correct_numbers_pass() {
        McuStep step = trainer.backward(BATCH);

        assertThatCode(() -> {
                    assertThat(step).loss().matchReference();
                    assertThat(step).gradients().matchReference();
                    assertThat(trainer.update()).parameters().matchReference();
                    assertThat(trainer.evaluate(BATCH)).loss().matchReference();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void wrong_loss_fails() {
        spoil();
        McuStep step = trainer.backward(BATCH);

        assertFailsWith(
                ShouldMatchReference.message(step.compareLoss()),
                () -> assertThat(step).loss().matchReference());
    }

    @Test
    void wrong_gradients_fail() {
        spoil();
        McuStep step = trainer.backward(BATCH);

        assertFailsWith(
                ShouldMatchReference.message(step.compareGradients()),
                () -> assertThat(step).gradients().matchReference());
    }

    @Test
    void wrong_parameters_fail() {
        trainer.backward(BATCH).gradients();
        spoil();
        McuUpdate update = trainer.update();

        assertFailsWith(
                ShouldMatchReference.message(update.compareParameters()),
                () -> assertThat(update).parameters().matchReference());
    }

    @Test
    void wrong_evaluation_fails() {
        spoil();
        McuEvaluation evaluation = trainer.evaluate(BATCH);

        assertFailsWith(
                ShouldMatchReference.message(evaluation.compareLoss()),
                () -> assertThat(evaluation).loss().matchReference());
    }

    @Test
    void update_that_was_not_followed_is_a_mistake_in_the_test_and_no_wrong_number() {
        trainer.backward(BATCH);
        McuUpdate update = trainer.update();

        assertThatIllegalStateException().isThrownBy(() -> assertThat(update).parameters());
    }

    @Test
    void description_is_part_of_the_message() {
        NumbersAssert numbers = new NumbersAssert(Comparison.single("loss", Limit.ROUNDING_BOUND, 2, 1, 0.5));

        assertFailsWith("""
                [first batch] loss: 1 of 1 beyond the limit; the worst is loss
                  board:     2.0
                  reference: 1.0
                  error:     1.00 absolute, 1.00 relative, 8388608.0 ulp
                  limit:     0.500, exceeded 2.00 times (rigorous bound of float32 rounding, reference-model/docs/derivation.md)
                  failed:    loss 1 of 1""", () -> numbers.as("first batch").matchReference());
    }

    @Test
    void description_of_a_step_stays_with_its_numbers() {
        spoil();
        McuStep step = trainer.backward(BATCH);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(step).as("first batch").loss().matchReference())
                .withMessageStartingWith("[first batch] loss: 1 of 1 beyond the limit");
    }

    @Test
    void exactly_the_limit_passes() {
        assertThatCode(() -> new NumbersAssert(Comparison.single("loss", Limit.ROUNDING_BOUND, 2, 1.5, 0.5))
                        .matchReference())
                .doesNotThrowAnyException();
    }

    @Test
    void null_is_an_assertion_error_and_no_null_pointer() {
        McuStep step = none();
        McuUpdate update = none();
        McuEvaluation evaluation = none();

        assertFailsWith(
                "\nExpecting actual not to be null", () -> assertThat(step).loss());
        assertFailsWith(
                "\nExpecting actual not to be null", () -> assertThat(step).gradients());
        assertFailsWith(
                "\nExpecting actual not to be null", () -> assertThat(update).parameters());
        assertFailsWith("\nExpecting actual not to be null", () -> assertThat(evaluation)
                .loss());
    }

    private static <T> T none() {
        return null;
    }
}
