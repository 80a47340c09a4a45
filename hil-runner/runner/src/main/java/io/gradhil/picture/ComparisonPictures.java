package io.gradhil.picture;

import io.gradhil.chart.Drawing;
import io.gradhil.chart.HeatMap;
import io.gradhil.chart.Ink;
import io.gradhil.chart.Plot;
import io.gradhil.judge.Comparison;
import io.gradhil.judge.Element;
import io.gradhil.judge.ZscoreBins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/** Pictures of numbers beside their reference. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ComparisonPictures {
    private ComparisonPictures() {}

    /** Draws everything there is to see of a comparison: nothing of a single number. */
    public static List<Drawing> all(Comparison comparison, int width, int height) {
        List<Drawing> drawings = new ArrayList<>();
        if (comparison.size() > 1) {
            drawings.add(errors(comparison, width, 2 * height));
        }
        if (comparison.zscores().count() > 1) {
            drawings.add(zscores(comparison, width, height));
        }
        return drawings;
    }

    /** Draws how the zscores of one comparison are spread. */
    public static Drawing zscores(Comparison comparison, int width, int height) {
        ZscoreBins bins = new ZscoreBins();
        bins.add(comparison);
        return zscores(bins, width, height);
    }

    /** Draws how zscores are spread, beside a normal distribution of the predicted deviation. */
    public static Drawing zscores(ZscoreBins bins, int width, int height) {
        Plot plot = new Plot("Zscores of the gradients", "zscore: (board − reference) / predicted sigma", "elements");
        double[] xs = new double[bins.size()];
        double[] normal = new double[bins.size()];
        for (int bin = 0; bin < bins.size(); bin++) {
            boolean beyond = bin == 0 || bin == bins.size() - 1;
            plot.bar(
                    beyond ? Ink.WRONG : Ink.BOARD, bins.from(bin), bins.from(bin) + ZscoreBins.WIDTH, bins.count(bin));
            xs[bin] = bins.from(bin) + ZscoreBins.WIDTH / 2;
            normal[bin] = bins.total() * ZscoreBins.WIDTH * Math.exp(-xs[bin] * xs[bin] / 2) / Math.sqrt(2 * Math.PI);
        }
        return plot.line("predicted", Ink.REFERENCE, 2, xs, normal)
                .verticalLimit("", -ZscoreBins.EDGE)
                .verticalLimit("limit 8", ZscoreBins.EDGE)
                .draw(width, height);
    }

    /** Draws each element's error in units of its limit, one matrix for each parameter. */
    public static Drawing errors(Comparison comparison, int width, int maxHeight) {
        HeatMap map = new HeatMap(
                "Error of each " + comparison.subject(), "error / limit; down: outputs, across: inputs, then the bias");
        byParameter(comparison).forEach((name, elements) -> {
            int[] last = indices(elements.get(elements.size() - 1).name());
            int columns = last.length < 2 ? 1 : last[1] + 1;
            double[] shares = elements.stream().mapToDouble(Element::ratio).toArray();
            String label = last.length == 1 ? "" : name.replace(".weight", "");
            map.matrix(label, shares.length / columns, columns, shares);
        });
        return map.draw(width, maxHeight);
    }

    private static Map<String, List<Element>> byParameter(Comparison comparison) {
        Map<String, List<Element>> parameters = new LinkedHashMap<>();
        comparison.elements().forEach(element -> parameters
                .computeIfAbsent(element.parameter(), name -> new ArrayList<>())
                .add(element));
        return parameters;
    }

    /** Returns row and column of {@code "dense2.weight[3][17]"}, or the index of a bias, or nothing. */
    private static int[] indices(String name) {
        int bracket = name.indexOf('[');
        if (bracket < 0) {
            return new int[0];
        }
        return java.util.Arrays.stream(
                        name.substring(bracket + 1, name.length() - 1).split("\\]\\["))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
