package io.gradhil.assertions;

import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.training.GradientDigest;
import io.gradhil.training.McuStep;
import java.time.Duration;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one batch that a board was trained on. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StepAssert extends AbstractAssert<StepAssert, McuStep> {
    StepAssert(McuStep actual) {
        super(actual, StepAssert.class);
    }

    /**
     * Goes on to the loss.
     *
     * <p>{@code assertThat(step).loss().matchReference()} passes if the board's loss is 0.9871233 where the reference says
     * 0.98712331 with a limit of 4e-7, and fails for 0.9871240.
     */
    public NumbersAssert loss() {
        isNotNull();
        return new NumbersAssert(actual.compareLoss()).as(descriptionText());
    }

    /**
     * Goes on to the gradients of all parameters, read from the board if they were not yet.
     *
     * <p>{@code assertThat(step).gradients().matchReference()} passes if each element is within its own limit, and
     * fails if a single one is not, for example because its sign is flipped.
     */
    public NumbersAssert gradients() {
        isNotNull();
        return new NumbersAssert(actual.compareGradients()).as(descriptionText());
    }

    /**
     * Verifies that every gradient has the bits of an earlier run, by the CRC-32s that the board computes: no gradient is read.
     *
     * <p>{@code assertThat(step).hasGradientBitsOf(earlier)} passes for the same batch at the same parameters, whatever board computed
     * it, and fails if one gradient differs in its last bit.
     *
     * @param expected of the earlier run, {@link McuStep#gradientDigest}
     */
    public StepAssert hasGradientBitsOf(GradientDigest expected) {
        isNotNull();
        boolean passes = actual.gradientDigest().equals(expected);
        Step compared = new Step("compare", "digest of the gradients", Duration.ZERO);
        StepListener.installed().onStep(passes ? compared.oneOfMany() : compared.as(Outcome.WRONG));
        if (!passes) {
            failWithMessage("%s", ShouldHaveGradientBits.message(actual.gradientDigest(), expected));
        }
        return this;
    }
}
