package io.gradhil.picture;

import io.gradhil.chart.Drawing;
import io.gradhil.chart.Ink;
import io.gradhil.chart.Plot;
import io.gradhil.training.EpochLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apiguardian.api.API;

/** The loss of every batch of a run, on the board and on the reference; draws them with at most {@value #POINTS} points. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LossTrace {
    private static final int POINTS = 180;

    private final List<EpochLoss> batches = new ArrayList<>();

    /** Returns a trace of losses that are known already. */
    public static LossTrace of(List<EpochLoss> losses) {
        LossTrace trace = new LossTrace();
        trace.batches.addAll(losses);
        return trace;
    }

    /** Adds the loss of the next batch. */
    public void add(EpochLoss loss) {
        batches.add(loss);
    }

    /** Draws both losses; they lie on each other as long as the board is right, so the reference is the broad line below. */
    public Drawing losses(int width, int height) {
        return new Plot("Loss of each batch", "batches", unit("loss"))
                .logarithmic()
                .line("reference", Ink.REFERENCE, 5, middles(), means(EpochLoss::reference))
                .line("board", Ink.BOARD, 1.5, middles(), means(EpochLoss::board))
                .draw(width, height);
    }

    /** Draws how far they are apart, which the other picture hides. */
    public Drawing difference(int width, int height) {
        return new Plot("Difference of the losses", "batches", unit("|board − reference| / reference"))
                .logarithmic()
                .line("", Ink.BOARD, 1.5, middles(), means(EpochLoss::relativeDifference))
                .draw(width, height);
    }

    private String unit(String name) {
        return perPoint() == 1 ? name : name + ", mean of " + perPoint() + " batches";
    }

    private int perPoint() {
        return Math.max(1, (batches.size() + POINTS - 1) / POINTS);
    }

    private double[] middles() {
        return points(from -> from + (Math.min(from + perPoint(), batches.size()) - from + 1) / 2.0);
    }

    private double[] means(ToDoubleFunction<EpochLoss> value) {
        return points(from -> batches.subList((int) from, Math.min((int) from + perPoint(), batches.size())).stream()
                .mapToDouble(value)
                .average()
                .orElse(Double.NaN));
    }

    private double[] points(java.util.function.DoubleUnaryOperator ofFirst) {
        int every = perPoint();
        double[] points = new double[(batches.size() + every - 1) / every];
        for (int i = 0; i < points.length; i++) {
            points[i] = ofFirst.applyAsDouble(i * (double) every);
        }
        return points;
    }
}
