package io.gradhil.picture;

import io.gradhil.chart.Drawing;
import io.gradhil.chart.Ink;
import io.gradhil.chart.Plot;
import io.gradhil.history.Budget;
import io.gradhil.history.Figure;
import java.util.List;
import org.apiguardian.api.API;

/** Draws a figure beside its former values and its budget. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FigurePicture {
    private FigurePicture() {}

    /** Draws the former values, oldest first, and the new one last, in the colour of its verdict. */
    public static Drawing of(Figure figure, Budget budget, List<Double> before, int width, int height) {
        int count = before.size();
        double[] xs = new double[count + 1];
        double[] ys = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            xs[i] = i - count;
            ys[i] = i < count ? before.get(i) : figure.value();
        }
        Ink ink = budget.judge(figure, before).isPresent() ? Ink.WRONG : Ink.BOARD;
        String unit = figure.unit().equals("1") ? "" : figure.unit();
        Plot plot = new Plot(figure.name(), "runs; 0 is this one", unit).line("", Ink.BOARD, 2, xs, ys);
        plot.line("this run", ink, 7, new double[] {0, 0}, new double[] {figure.value(), figure.value()});
        if (count > 0 && Double.isFinite(budget.highest(before))) {
            plot.limit("budget", budget.highest(before));
        }
        if (count > 0 && Double.isFinite(budget.lowest(before))) {
            plot.limit(Double.isFinite(budget.highest(before)) ? "" : "budget", budget.lowest(before));
        }
        return plot.draw(width, height);
    }
}
