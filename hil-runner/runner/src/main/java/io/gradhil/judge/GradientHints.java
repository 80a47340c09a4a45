package io.gradhil.judge;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.TracedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Looks for the cause of wrong gradients: computes what certain mistakes would give, and names the first one that explains the
 * board's numbers, which is when it leaves less than a thousandth of the difference.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class GradientHints {
    /** Share of the difference to the reference that an explanation may leave unexplained. */
    private static final double UNEXPLAINED = 1e-3;

    private final Network network;
    private final Batch batch;
    private final double[] expected;
    private final double[] actual;
    private final List<ParameterBlock> failing;

    private GradientHints(Network network, Batch batch, Comparison comparison, float[] gradients) {
        this.network = network;
        this.batch = batch;
        this.expected = network.backward(batch).gradients().values();
        this.actual = toDoubles(gradients);
        List<String> names =
                comparison.failures().map(Element::parameter).distinct().toList();
        this.failing = network.spec().layout().blocks().stream()
                .filter(block -> names.contains(block.name()))
                .toList();
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /**
     * Names the probable cause.
     *
     * @param network the reference at the board's parameters
     * @param batch the samples
     * @param comparison of all gradients, which fails
     * @param gradients the board's
     * @return one sentence, or empty if none of the known mistakes explains the numbers
     */
    public static Optional<String> find(Network network, Batch batch, Comparison comparison, float[] gradients) {
        for (float gradient : gradients) {
            if (!Float.isFinite(gradient)) {
                return Optional.empty();
            }
        }
        GradientHints hints = new GradientHints(network, batch, comparison, gradients);
        return hints.failing.isEmpty() ? Optional.empty() : hints.find();
    }

    private Optional<String> find() {
        return scaled().or(() -> everyFailing("is zero: it is not accumulated", this::isZero))
                .or(() -> everyFailing("is transposed", this::isTransposed))
                .or(this::sampleOff)
                .or(this::derivativeMissing)
                .or(() -> everyFailing("has its sign flipped", (block, values) -> isTimes(block, -1)));
    }

    /** All gradients are those of the reference times one factor. */
    private Optional<String> scaled() {
        double factor = dot(actual, expected) / dot(expected, expected);
        if (!explains(times(expected, factor))) {
            return Optional.empty();
        }
        if (isAbout(factor, -1)) {
            return Optional.of("the sign of all gradients is flipped");
        }
        if (isAbout(factor, batch.size())) {
            return Optional.of("all gradients are " + batch.size()
                    + " times too large, which is the batch size: the mean over the" + " batch is not taken");
        }
        if (isAbout(factor, 1.0 / batch.size())) {
            return Optional.of("all gradients are divided by the batch size, " + batch.size() + ", twice");
        }
        return Optional.of(String.format(Locale.ROOT, "all gradients are %.6g times those of the reference", factor));
    }

    /** Each failing parameter shows the same mistake. */
    private Optional<String> everyFailing(String mistake, BiPredicate<ParameterBlock, double[]> shows) {
        boolean all = failing.stream().allMatch(block -> shows.test(block, actual));
        String names = failing.stream().map(ParameterBlock::name).collect(Collectors.joining(", "));
        return all ? Optional.of("the gradient of " + names + " " + mistake) : Optional.empty();
    }

    private boolean isZero(ParameterBlock block, double[] values) {
        for (int i = 0; i < block.size(); i++) {
            if (values[block.offset() + i] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isTransposed(ParameterBlock block, double[] values) {
        if (block.rows() == 1 || block.columns() == 1) {
            return false;
        }
        double[] transposed = expected.clone();
        for (int r = 0; r < block.rows(); r++) {
            for (int c = 0; c < block.columns(); c++) {
                transposed[block.offset() + c * block.rows() + r] = expected[block.offset() + r * block.columns() + c];
            }
        }
        return explains(block, transposed);
    }

    private boolean isTimes(ParameterBlock block, double factor) {
        return explains(block, times(expected, factor));
    }

    /** One sample was left out, or computed twice in another's place. */
    private Optional<String> sampleOff() {
        List<double[]> ofSample = new ArrayList<>();
        for (int k = 0; k < batch.size() && batch.size() > 1; k++) {
            Batch alone = Batch.of(batch.inputs(), batch.outputs(), batch.row(k));
            ofSample.add(times(network.backward(alone).gradients().values(), 1.0 / batch.size()));
        }
        for (int k = 0; k < ofSample.size(); k++) {
            if (explains(plus(expected, ofSample.get(k), -1))) {
                return Optional.of("sample " + k + " of the batch is left out");
            }
            if (k > 0 && explains(plus(plus(expected, ofSample.get(k), -1), ofSample.get(k - 1), 1))) {
                return Optional.of(
                        "sample " + k + " of the batch is stale: sample " + (k - 1) + " is used in its place");
            }
        }
        return Optional.empty();
    }

    /** The derivative of one layer's activation is missing. */
    private Optional<String> derivativeMissing() {
        TracedStep traced = network.traced(batch);
        for (int layer = 0; layer < network.layers().size(); layer++) {
            if (explains(BackwardWithout.derivativeOf(layer, network, traced.pass()))) {
                return Optional.of("the derivative of the activation of dense" + (layer + 1) + " is missing");
            }
        }
        return Optional.empty();
    }

    private boolean explains(double[] candidate) {
        return distance(actual, candidate, 0, actual.length)
                <= UNEXPLAINED * distance(actual, expected, 0, actual.length);
    }

    private boolean explains(ParameterBlock block, double[] candidate) {
        int from = block.offset();
        int to = from + block.size();
        return distance(actual, candidate, from, to) <= UNEXPLAINED * distance(actual, expected, from, to);
    }

    private static boolean isAbout(double value, double other) {
        return Math.abs(value - other) <= UNEXPLAINED * Math.abs(other);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double distance(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double[] times(double[] a, double factor) {
        return plus(new double[a.length], a, factor);
    }

    private static double[] plus(double[] a, double[] b, double factor) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + factor * b[i];
        }
        return sum;
    }
}
