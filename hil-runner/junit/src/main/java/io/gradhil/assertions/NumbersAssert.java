package io.gradhil.assertions;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.ShouldMatchReference;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/** Assertions on numbers that a board computed, each beside its reference value and its limit. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NumbersAssert extends AbstractAssert<NumbersAssert, Comparison> {
    NumbersAssert(Comparison actual) {
        super(actual, NumbersAssert.class);
    }

    /**
     * Verifies that no number is further from the reference than its limit. Exactly the limit passes; NaN and infinities
     * fail; where the limit is 0 only the exact value passes.
     */
    public NumbersAssert matchReference() {
        if (!actual.passes()) {
            failWithMessage("%s", ShouldMatchReference.message(actual));
        }
        return this;
    }
}
