package io.gradhil.suites.tensorflow;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the curves above, and below them how far board and TensorFlow are from the reference. */
final class LossCurveFigure {
    private static final int WIDTH = 1000;
    private static final int UPPER = 460;
    private static final int LOWER = 380;

    /** Pixels of the PNG for each unit of length. */
    private static final int PIXELS = 2;

    /** Batches in a moving mean: a tenth of an epoch. */
    private static final int WINDOW = 24;

    /** The logarithmic axis begins here; what is nearer to the reference, or equal, is drawn on it. */
    private static final double NEAREST = 1e-9;

    private static final double FARTHEST = 1e-4;

    /** In epochs: so that two diamonds do not hide each other. */
    private static final double ASIDE = 0.015;

    private static final Color REFERENCE = new Color(0xC4, 0xC4, 0xC4);
    private static final Color TENSORFLOW = new Color(0xD5, 0x5E, 0x00);
    private static final Color BOARD = new Color(0x00, 0x72, 0xB2);
    private static final Color LIMIT = new Color(0x33, 0x33, 0x33);

    private final WitnessReport report;
    private final List<WitnessBatch> batches;
    private final XYChart losses;
    private final XYChart distances;

    LossCurveFigure(WitnessReport report) {
        this.report = report;
        this.batches = report.batches();
        this.losses = losses();
        this.distances = distances();
    }

    private XYChart losses() {
        XYChart chart = chart(
                "Training 4-64-32-16-1 on CCPP from the same bits (moving mean of " + WINDOW + " batches of 32)",
                "mean squared error of the scaled target (no unit)",
                UPPER);
        chart.getStyler().setYAxisMin(0.04).setYAxisMax(1.5).setYAxisLogarithmicDecadeOnly(false);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setYAxisDecimalPattern("0.##");
        line(chart, "reference, double", smooth(WitnessBatch::reference), REFERENCE, new BasicStroke(8));
        line(chart, "TensorFlow, float32", smooth(WitnessBatch::tensorFlow), TENSORFLOW, new BasicStroke(2.4f));
        line(chart, "board, float32", smooth(WitnessBatch::board), BOARD, dashes(2.4f));
        return chart;
    }

    private XYChart distances() {
        XYChart chart = chart(
                "Distance from the reference (points: single batches; diamonds: epoch means)",
                "|loss - reference| / reference (no unit)",
                LOWER);
        chart.getStyler().setYAxisMin(NEAREST).setYAxisMax(FARTHEST);
        chart.getStyler()
                .setLegendPosition(Styler.LegendPosition.InsideN)
                .setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setYAxisDecimalPattern("0E0");
        points(chart, "TensorFlow", distances(WitnessBatch::tensorFlow), translucent(TENSORFLOW));
        points(chart, "board", distances(WitnessBatch::board), translucent(BOARD));
        means(chart, "TensorFlow, epoch", WitnessEpoch::tensorFlow, TENSORFLOW, -ASIDE);
        means(chart, "board, epoch", WitnessEpoch::board, BOARD, ASIDE);
        double[] ends = {0, report.epochs().size()};
        XYSeries limit = chart.addSeries(
                "limit of epochs", ends, new double[] {WitnessEpoch.SIX_DIGITS, WitnessEpoch.SIX_DIGITS});
        limit.setMarker(SeriesMarkers.NONE);
        limit.setLineColor(LIMIT);
        limit.setLineStyle(dashes(1.6f));
        return chart;
    }

    private XYChart chart(String title, String unit, int height) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(title)
                .xAxisTitle("training (epochs of " + samplesOfEpoch() + " samples)")
                .yAxisTitle(unit)
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setXAxisMin(0.0)
                .setXAxisMax((double) report.epochs().size())
                .setXAxisTickMarkSpacingHint(130)
                .setXAxisDecimalPattern("0.##")
                .setPlotGridLinesColor(new Color(0xE4, 0xE4, 0xE4))
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setMarkerSize(6)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        return chart;
    }

    private int samplesOfEpoch() {
        return batches.stream()
                .filter(batch -> batch.epoch() == 1)
                .mapToInt(WitnessBatch::samples)
                .sum();
    }

    private void line(XYChart chart, String name, double[] y, Color color, BasicStroke stroke) {
        XYSeries series = chart.addSeries(name, positions(), y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(stroke);
    }

    private void points(XYChart chart, String name, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, positions(), y);
        series.setLineStyle(SeriesLines.NONE);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(color);
    }

    /** A diamond near the middle of each epoch. */
    private void means(XYChart chart, String name, ToDoubleFunction<WitnessEpoch> loss, Color color, double aside) {
        List<WitnessEpoch> epochs = report.epochs();
        double[] middles = epochs.stream()
                .mapToDouble(epoch -> epoch.number() - 0.5 + aside)
                .toArray();
        double[] means = epochs.stream()
                .mapToDouble(epoch -> distance(loss.applyAsDouble(epoch), epoch.reference()))
                .toArray();
        XYSeries series = chart.addSeries(name, middles, means);
        series.setLineStyle(SeriesLines.NONE);
        series.setMarker(SeriesMarkers.DIAMOND);
        series.setMarkerColor(color);
    }

    private static Color translucent(Color color) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), 0x70);
    }

    private static BasicStroke dashes(float width) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 7}, 0);
    }

    /** Where each batch is, in epochs. */
    private double[] positions() {
        double[] positions = new double[batches.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (i + 0.5) * report.epochs().size() / positions.length;
        }
        return positions;
    }

    /** The mean over a batch and those before it, as many as there are up to {@link #WINDOW}. */
    private double[] smooth(ToDoubleFunction<WitnessBatch> loss) {
        double[] smooth = new double[batches.size()];
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] = batches.subList(Math.max(0, i + 1 - WINDOW), i + 1).stream()
                    .mapToDouble(loss)
                    .average()
                    .orElseThrow();
        }
        return smooth;
    }

    private double[] distances(ToDoubleFunction<WitnessBatch> loss) {
        return batches.stream()
                .mapToDouble(batch -> distance(loss.applyAsDouble(batch), batch.reference()))
                .toArray();
    }

    private static double distance(double loss, double reference) {
        return Math.min(FARTHEST, Math.max(NEAREST, Math.abs(loss / reference - 1)));
    }

    void writePng(Path path) throws IOException {
        BufferedImage image = new BufferedImage(PIXELS * WIDTH, PIXELS * (UPPER + LOWER), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.scale(PIXELS, PIXELS);
            paint(graphics);
        } finally {
            graphics.dispose();
        }
        ImageIO.write(image, "png", path.toFile());
    }

    void writeSvg(Path path) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(graphics);
        CommandSequence commands = graphics.getCommands();
        try (OutputStream out = Files.newOutputStream(path)) {
            new SVGProcessor()
                    .getDocument(commands, new PageSize(WIDTH, UPPER + LOWER))
                    .writeTo(out);
        }
    }

    private void paint(Graphics2D graphics) {
        losses.paint(graphics, WIDTH, UPPER);
        graphics.translate(0, UPPER);
        distances.paint(graphics, WIDTH, LOWER);
        graphics.translate(0, -UPPER);
    }
}
