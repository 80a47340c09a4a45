package io.gradhil.assertions;

import io.gradhil.training.McuEvaluation;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the loss of samples that a board was not trained on. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EvaluationAssert extends AbstractAssert<EvaluationAssert, McuEvaluation> {
    EvaluationAssert(McuEvaluation actual) {
        super(actual, EvaluationAssert.class);
    }

    /**
     * Goes on to the loss.
     *
     * <p>{@code assertThat(evaluation).loss().matchReference()} passes if the board's loss is within its limit of the
     * reference at the same parameters, and fails for example if one sample was left out.
     */
    public NumbersAssert loss() {
        isNotNull();
        return new NumbersAssert(actual.compareLoss()).as(descriptionText());
    }
}
