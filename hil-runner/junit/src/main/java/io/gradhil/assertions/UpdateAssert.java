package io.gradhil.assertions;

import io.gradhil.training.McuUpdate;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one update that a board made. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class UpdateAssert extends AbstractAssert<UpdateAssert, McuUpdate> {
    UpdateAssert(McuUpdate actual) {
        super(actual, UpdateAssert.class);
    }

    /**
     * Goes on to the parameters, compared with the host's repetition of the update.
     *
     * <p>{@code assertThat(update).parameters().matchReference()} passes if all of them have the very float32 values that the
     * host computes, and fails if one differs in its last bit.
     */
    public NumbersAssert parameters() {
        isNotNull();
        return new NumbersAssert(actual.compareParameters()).as(descriptionText());
    }

    /**
     * Goes on to what the optimizer remembers, compared with the host's repetition of the update.
     *
     * <p>{@code assertThat(update).optimizer().matchReference()} passes if all moments have the very float32 values that the host
     * computes, and fails if one differs in its last bit.
     *
     * @throws IllegalArgumentException if the optimizer remembers nothing, as SGD
     */
    public NumbersAssert optimizer() {
        isNotNull();
        return new NumbersAssert(actual.compareOptimizer()).as(descriptionText());
    }
}
