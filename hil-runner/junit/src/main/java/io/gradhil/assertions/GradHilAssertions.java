package io.gradhil.assertions;

import io.gradhil.training.McuEvaluation;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuUpdate;
import io.gradhil.training.TrainingReport;
import org.apiguardian.api.API;

/** Entry point: {@code import static io.gradhil.assertions.GradHilAssertions.assertThat}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class GradHilAssertions {
    private GradHilAssertions() {}

    /** Begins an assertion on one batch's loss and gradients. */
    public static StepAssert assertThat(McuStep actual) {
        return new StepAssert(actual);
    }

    /** Begins an assertion on the parameters after an update. */
    public static UpdateAssert assertThat(McuUpdate actual) {
        return new UpdateAssert(actual);
    }

    /** Begins an assertion on a training run. */
    public static TrainingAssert assertThat(TrainingReport actual) {
        return new TrainingAssert(actual);
    }

    /** Begins an assertion on the loss of an evaluation. */
    public static EvaluationAssert assertThat(McuEvaluation actual) {
        return new EvaluationAssert(actual);
    }
}
