package io.gradhil.assertions;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.judge.Tolerance;
import io.gradhil.report.StepListener;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/** Assertions on numbers that a board computed, each beside its reference value and its limit. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NumbersAssert extends AbstractAssert<NumbersAssert, Comparison> {
    NumbersAssert(Comparison actual) {
        super(actual, NumbersAssert.class);
    }

    /**
     * Takes another tolerance than {@link Tolerance#derived}.
     *
     * <p>{@code assertThat(step).gradients().within(Tolerance.relative(1e-3)).matchReference()} passes if each gradient is within a
     * thousandth of the reference's, and fails if one is 0 where it should not be.
     */
    public NumbersAssert within(Tolerance tolerance) {
        return with(actual.within(tolerance));
    }

    /**
     * Goes on to one parameter.
     *
     * <p>{@code assertThat(step).gradients().of("dense2.weight").matchReference()} passes even if another parameter's gradients are
     * wrong, and fails if one of this parameter's is.
     *
     * @param parameter its name, as in failure messages
     * @throws IllegalArgumentException if there is none of that name; it names those there are
     */
    public NumbersAssert of(String parameter) {
        return with(actual.only(parameter::equals));
    }

    /**
     * Goes on to one layer's weight and bias.
     *
     * <p>{@code assertThat(step).gradients().ofLayer(2).matchReference()} looks at {@code dense2.weight} and {@code dense2.bias}.
     *
     * @param layer from 1
     * @throws IllegalArgumentException if there is no such layer; it names the parameters there are
     */
    public NumbersAssert ofLayer(int layer) {
        return with(actual.only(parameter -> parameter.startsWith("dense" + layer + ".")));
    }

    private NumbersAssert with(Comparison comparison) {
        return new NumbersAssert(comparison).as(descriptionText());
    }

    /**
     * Verifies that no number is further from the reference than its limit, and the root mean square of all zscores not above its own
     * where the tolerance has one. Exactly the limit passes; NaN and infinities fail; where the limit is 0 only the exact value passes.
     */
    public NumbersAssert matchReference() {
        boolean passes = actual.passes();
        StepListener.installed().onStep(ComparisonStep.of(actual, passes));
        if (!passes) {
            failWithMessage("%s", ShouldMatchReference.message(actual));
        }
        return this;
    }
}
