package io.gradhil.assertions;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.judge.Tolerance;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.testing.Tools;
import io.gradhil.training.GradientDigest;
import io.gradhil.training.McuEvaluation;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.McuUpdate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** The reference says 1; 0.5 is admitted. */
    private static NumbersAssert loss(float actual) {
        Predictions predictions = Predictions.single("loss", 1, 0.5, 1);
        return new NumbersAssert(new Comparison(predictions, new float[] {actual}, Tolerance.derived()));
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
    void gradients_with_the_bits_of_an_earlier_run_pass() {
        GradientDigest earlier = trainer.backward(BATCH).gradientDigest();

        assertThatCode(() -> assertThat(trainer.backward(BATCH)).hasGradientBitsOf(earlier))
                .doesNotThrowAnyException();
    }

    @Test
    void gradients_with_other_bits_fail() {
        GradientDigest earlier = trainer.backward(BATCH).gradientDigest();
        spoil();
        McuStep step = trainer.backward(BATCH);

        assertFailsWith(ShouldHaveGradientBits.message(step.gradientDigest(), earlier), () -> assertThat(step)
                .hasGradientBitsOf(earlier));
    }

    @Test
    void message_names_the_first_parameters_with_other_bits_and_both_crcs() {
        GradientDigest actual = digest("1", "2", "3", "4", "5", "6");

        org.assertj.core.api.Assertions.assertThat(
                        ShouldHaveGradientBits.message(actual, digest("0", "2", "0", "0", "0", "0")))
                .isEqualTo("""
                        gradients of 5 of 6 parameters have other bits than expected (CRC-32)
                          dense1.weight: board 0x00000001, expected 0x00000000
                          dense2.weight: board 0x00000003, expected 0x00000000
                          dense2.bias: board 0x00000004, expected 0x00000000
                          dense3.weight: board 0x00000005, expected 0x00000000
                          and 1 more
                          Do:   compare gradients() of both runs, dense3.bias first: the backward pass goes from the last layer to the first""");
    }

    @Test
    void message_says_so_if_the_networks_are_not_the_same() {
        org.assertj.core.api.Assertions.assertThat(
                        ShouldHaveGradientBits.message(digest("1", "2"), digest("1", "2", "3")))
                .isEqualTo("""
                        gradients of 1 of 3 parameters have other bits than expected (CRC-32)
                          dense2.weight: board none, expected 0x00000003
                          Do:   compare gradients() of both runs, dense2.weight first: the backward pass goes from the last layer to the first""");
    }

    private static GradientDigest digest(String... digits) {
        Map<String, String> crcs = new LinkedHashMap<>();
        for (int i = 0; i < digits.length; i++) {
            crcs.put("dense" + (i / 2 + 1) + (i % 2 == 0 ? ".weight" : ".bias"), "0x0000000" + digits[i]);
        }
        return new GradientDigest(crcs);
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
        assertFailsWith("""
                [first batch, 100 %] loss: 1 of 1 beyond the limit; the worst is loss
                  board:     2.0
                  reference: 1.0
                  error:     1.00 absolute, 1.00 relative, 8388608.0 ulp, zscore 1.0
                  limit:     0.500, exceeded 2.00 times (derived: |zscore| <= 8, RMS <= 4, and the rigorous bound; \
                reference-model/docs/derivation.md)""", () -> loss(2).as("first batch, 100 %").matchReference());
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
        assertThatCode(() -> loss(1.5f).matchReference()).doesNotThrowAnyException();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> loss(Math.nextUp(1.5f)).matchReference());
    }

    @Test
    void another_tolerance_takes_the_place_of_the_derived_one() {
        assertThatCode(() -> loss(2).within(Tolerance.absolute(1)).matchReference())
                .doesNotThrowAnyException();
        assertFailsWith("""
                [first batch] loss: 1 of 1 beyond the limit; the worst is loss
                  board:     1.5
                  reference: 1.0
                  error:     0.500 absolute, 0.500 relative, 4194304.0 ulp, zscore 0.5
                  limit:     0.100, exceeded 5.00 times (0.100 of the reference)""", () -> loss(1.5f)
                .as("first batch")
                .within(Tolerance.relative(0.1))
                .matchReference());
    }

    /** A board whose last weight is spoilt, so that all gradients but those of the last bias are too. */
    private McuStep withWrongOutputWeight() {
        float[] parameters = Network.initialParameters(SPEC, 1);
        parameters[15] += 1;
        trainer.client().writeParameters(parameters);
        return trainer.backward(BATCH);
    }

    @Test
    void one_parameter_or_layer_is_judged_by_itself() {
        McuStep step = withWrongOutputWeight();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(step)
                        .as("spoilt")
                        .gradients()
                        .of("dense1.bias")
                        .matchReference())
                .withMessageStartingWith("[spoilt] gradient: 3 of 3 beyond the limit; the worst is dense1.bias[");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(step).gradients().ofLayer(1).matchReference())
                .withMessageStartingWith("gradient: 15 of 15 beyond the limit; the worst is dense1.");
    }

    @Test
    void tolerance_of_one_parameter_leaves_the_others_alone() {
        float[] before = Network.initialParameters(SPEC, 1);
        trainer.backward(BATCH).gradients();
        before[0] = Math.nextUp(before[0]);
        trainer.client().writeParameters(before);
        McuUpdate update = trainer.update();

        assertThatCode(() -> assertThat(update)
                        .parameters()
                        .within(Tolerance.exact().with("dense1.weight", Tolerance.ulps(2)))
                        .matchReference())
                .doesNotThrowAnyException();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(update)
                .parameters()
                .within(Tolerance.ulps(2).with("dense1.weight", Tolerance.exact()))
                .matchReference());
    }

    @Test
    void parameter_or_layer_that_there_is_none_of_is_rejected_with_those_there_are() {
        NumbersAssert gradients = assertThat(trainer.backward(BATCH)).gradients();
        String message = "No such parameter; there are: dense1.weight, dense1.bias, dense2.weight, dense2.bias";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> gradients.of("dense2.wieght"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gradients.ofLayer(3))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gradients.within(Tolerance.exact().with("dense3.bias", Tolerance.ulps(1))))
                .withMessage(message);
    }

    @Test
    void optimizer_is_judged_bit_for_bit() {
        NetworkSpec adam = SPEC.withOptimizer(new Adam(0.01f, 0.9f, 0.999f, 1e-7f));
        trainer.configure(adam, Network.initialParameters(adam, 1));
        trainer.backward(BATCH).gradients();
        McuUpdate update = trainer.update();

        assertThatCode(() -> assertThat(update).optimizer().matchReference()).doesNotThrowAnyException();
        assertThatCode(() ->
                        assertThat(update).optimizer().of("second dense2.bias").matchReference())
                .doesNotThrowAnyException();
    }

    @Test
    void optimizer_that_remembers_nothing_is_a_mistake_in_the_test() {
        trainer.backward(BATCH).gradients();
        McuUpdate update = trainer.update();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(update).optimizer())
                .withMessage("SGD(0.5) remembers nothing");
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
