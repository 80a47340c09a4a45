package io.gradhil.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apiguardian.api.API;

/** Lines and bars over two axes. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Plot {
    private static final int LEFT = 62;
    private static final int RIGHT = 16;
    private static final int TOP = 54;
    private static final int BOTTOM = 46;
    private static final double TITLE = 14;
    private static final double SMALL = 11.5;
    /** Width of a letter in units of the font's size, for a legend's length. */
    private static final double LETTER = 0.56;

    private record Series(String name, Ink ink, double width, double[] xs, double[] ys) {}

    private record Bar(Ink ink, double from, double to, double height) {}

    private record Limit(String name, double value, boolean vertical) {}

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Series> lines = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private boolean logarithmic;

    /** Makes an empty plot; labels name their unit. */
    public Plot(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /** Shows y by its logarithm; values of 0 and below are left out. */
    public Plot logarithmic() {
        logarithmic = true;
        return this;
    }

    /** Adds a line through points; NaN interrupts it. The arrays are not copied. */
    public Plot line(String name, Ink ink, double width, double[] xs, double[] ys) {
        lines.add(new Series(name, ink, width, xs, ys));
        return this;
    }

    /** Adds a bar between two values of x. */
    public Plot bar(Ink ink, double from, double to, double height) {
        bars.add(new Bar(ink, from, to, height));
        return this;
    }

    /** Adds a dashed line at a value of y. */
    public Plot limit(String name, double value) {
        limits.add(new Limit(name, value, false));
        return this;
    }

    /** Adds a dashed line at a value of x. */
    public Plot verticalLimit(String name, double value) {
        limits.add(new Limit(name, value, true));
        return this;
    }

    /** Draws everything that was added. */
    public Drawing draw(int width, int height) {
        Drawing drawing = new Drawing(title, width, height);
        Axis x = Axis.over(xLabel, false, xValues());
        x = new Axis(xLabel, xValues().min().orElse(x.low()), xValues().max().orElse(x.high()), false);
        if (!(x.high() > x.low())) {
            x = Axis.over(xLabel, false, DoubleStream.of(x.low(), x.low() + 1));
        }
        Axis y = Axis.over(yLabel, logarithmic, yValues());
        text(drawing, Ink.TEXT, TITLE, Mark.Anchor.START, 12, 22, title, true);
        axes(drawing, x, y);
        marks(drawing, x, y);
        legend(drawing);
        return drawing;
    }

    private DoubleStream xValues() {
        return DoubleStream.concat(
                        lines.stream().flatMapToDouble(line -> Arrays.stream(line.xs)),
                        bars.stream().flatMapToDouble(bar -> DoubleStream.of(bar.from, bar.to)))
                .filter(Double::isFinite);
    }

    private DoubleStream yValues() {
        DoubleStream drawn = DoubleStream.concat(
                lines.stream().flatMapToDouble(line -> Arrays.stream(line.ys)),
                bars.stream().mapToDouble(Bar::height));
        DoubleStream levels = limits.stream().filter(limit -> !limit.vertical).mapToDouble(Limit::value);
        DoubleStream base = bars.isEmpty() || logarithmic ? DoubleStream.empty() : DoubleStream.of(0);
        return DoubleStream.concat(DoubleStream.concat(drawn, levels), base);
    }

    private void axes(Drawing drawing, Axis x, Axis y) {
        for (double tick : y.ticks()) {
            double at = yAt(drawing, y, tick);
            line(drawing, Ink.GRID, false, LEFT, at, drawing.width() - RIGHT, at);
            text(drawing, Ink.MUTED, SMALL, Mark.Anchor.END, LEFT - 8, at + 4, Axis.text(tick), false);
        }
        double bottom = drawing.height() - BOTTOM;
        boolean whole = xValues().allMatch(value -> value == Math.rint(value));
        for (double tick : x.ticks()) {
            double at = xAt(drawing, x, tick);
            boolean between = whole && Math.abs(tick - Math.rint(tick)) > 1e-9;
            if (!between && at >= LEFT - 0.5 && at <= drawing.width() - RIGHT + 0.5) {
                line(drawing, Ink.MUTED, false, at, bottom, at, bottom + 4);
                text(drawing, Ink.MUTED, SMALL, Mark.Anchor.MIDDLE, at, bottom + 17, Axis.text(tick), false);
            }
        }
        line(drawing, Ink.MUTED, false, LEFT, bottom, drawing.width() - RIGHT, bottom);
        text(drawing, Ink.MUTED, SMALL, Mark.Anchor.END, drawing.width() - RIGHT, bottom + 35, x.label(), false);
        text(drawing, Ink.MUTED, SMALL, Mark.Anchor.START, 12, 42, y.label(), false);
    }

    private void marks(Drawing drawing, Axis x, Axis y) {
        double bottom = drawing.height() - BOTTOM;
        for (Bar bar : bars) {
            double left = xAt(drawing, x, bar.from);
            double right = xAt(drawing, x, bar.to);
            double top = Math.min(bottom, yAt(drawing, y, bar.height));
            if (bar.height > 0) {
                Mark.Box box = new Mark.Box(left + 0.5, top, Math.max(1, right - left - 1), bottom - top);
                drawing.add(new Mark.Boxes(bar.ink, 0.85, List.of(box)));
            }
        }
        for (Series series : lines) {
            double[] xs = Arrays.stream(series.xs)
                    .map(value -> xAt(drawing, x, value))
                    .toArray();
            double[] ys = Arrays.stream(series.ys)
                    .map(value -> yAt(drawing, y, value))
                    .toArray();
            drawing.add(new Mark.Line(series.ink, series.width, false, xs, ys));
        }
        limits.forEach(limit -> limit(drawing, x, y, limit));
    }

    private static void limit(Drawing drawing, Axis x, Axis y, Limit limit) {
        if (limit.vertical) {
            double at = xAt(drawing, x, limit.value);
            line(drawing, Ink.MUTED, true, at, TOP, at, drawing.height() - BOTTOM);
            boolean right = at > drawing.width() / 2.0;
            text(
                    drawing,
                    Ink.MUTED,
                    SMALL,
                    right ? Mark.Anchor.END : Mark.Anchor.START,
                    at + (right ? -5 : 5),
                    TOP + 10,
                    limit.name,
                    false);
            return;
        }
        double at = yAt(drawing, y, limit.value);
        line(drawing, Ink.MUTED, true, LEFT, at, drawing.width() - RIGHT, at);
        text(drawing, Ink.MUTED, SMALL, Mark.Anchor.END, drawing.width() - RIGHT, at - 5, limit.name, false);
    }

    /** Names the lines at the upper right, the last one outermost. */
    private void legend(Drawing drawing) {
        double right = drawing.width() - RIGHT;
        for (int i = lines.size() - 1; i >= 0; i--) {
            Series series = lines.get(i);
            if (series.name.isEmpty()) {
                continue;
            }
            text(drawing, Ink.MUTED, SMALL, Mark.Anchor.END, right, 42, series.name, false);
            double end = right - series.name.length() * SMALL * LETTER - 6;
            drawing.add(new Mark.Line(
                    series.ink, series.width, false, new double[] {end - 16, end}, new double[] {38, 38}));
            right = end - 32;
        }
    }

    private static double xAt(Drawing drawing, Axis x, double value) {
        return LEFT + x.position(value) * (drawing.width() - LEFT - RIGHT);
    }

    private static double yAt(Drawing drawing, Axis y, double value) {
        return drawing.height() - BOTTOM - y.position(value) * (drawing.height() - TOP - BOTTOM);
    }

    private static void line(Drawing drawing, Ink ink, boolean dashed, double x1, double y1, double x2, double y2) {
        drawing.add(new Mark.Line(ink, 1, dashed, new double[] {x1, x2}, new double[] {y1, y2}));
    }

    private static void text(
            Drawing drawing, Ink ink, double size, Mark.Anchor anchor, double x, double y, String words, boolean bold) {
        drawing.add(new Mark.Text(ink, size, bold, anchor, x, y, words));
    }
}
