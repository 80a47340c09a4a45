package io.gradhil.assertions;

import io.gradhil.chart.Drawing;
import io.gradhil.judge.Comparison;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.picture.LossTrace;
import io.gradhil.report.Attachment;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.TrainingReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a training run. Its loss curves go to the report, whether it passes or not. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TrainingAssert extends AbstractAssert<TrainingAssert, TrainingReport> {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;

    TrainingAssert(TrainingReport actual) {
        super(actual, TrainingAssert.class);
    }

    /**
     * Verifies that every number judged along the run was within its limit.
     *
     * <p>{@code assertThat(report).matchesReference()} passes if it was, and fails with the message of the first number that was not.
     */
    public TrainingAssert matchesReference() {
        isNotNull();
        StepListener.installed().onStep(step());
        if (!actual.failures().isEmpty()) {
            failWithMessage("%s", ShouldMatchReference.message(actual.failures().get(0)));
        }
        return this;
    }

    /**
     * Verifies that in no epoch the losses of board and free-running reference are further apart.
     *
     * <p>{@code assertThat(report).hasLossesWithin(5e-7)} passes for 0.06407458 beside 0.06407459, and fails for 0.0640746 beside 0.0640756.
     *
     * @param relative the largest |board - reference| / reference that passes
     */
    public TrainingAssert hasLossesWithin(double relative) {
        isNotNull();
        for (int epoch = 1; epoch <= actual.epochs().size(); epoch++) {
            EpochLoss loss = actual.epochs().get(epoch - 1);
            if (!(loss.relativeDifference() <= relative)) {
                failWithMessage(
                        "loss of epoch %d: board %s, reference %s%n  error:     %.3g relative%n  limit:     %.3g",
                        epoch, loss.board(), loss.reference(), loss.relativeDifference(), relative);
            }
        }
        return this;
    }

    private Step step() {
        LossTrace losses = LossTrace.of(actual.losses());
        Drawing curves = losses.losses(WIDTH, HEIGHT);
        List<Attachment> attachments = new ArrayList<>();
        for (Comparison failure : actual.failures()) {
            attachments.addAll(ComparisonStep.attachments(failure));
        }
        attachments.add(Attachment.svg("loss curves", curves::svg));
        attachments.add(Attachment.png("loss curves", curves::png));
        attachments.add(Attachment.svg("difference of the losses", () -> losses.difference(WIDTH, HEIGHT)
                .svg()));
        String what = actual.batches() + " batches, " + actual.verification().batches() + " judged";
        return new Step("training", what, Duration.ZERO)
                .as(actual.failures().isEmpty() ? Outcome.PASSED : Outcome.WRONG)
                .with(attachments);
    }
}
