package io.gradhil.reference.check;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Gradients;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterLayout;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.apiguardian.api.API;

/**
 * Holds derivatives that were found without any backward pass, by central differences in double, each with its uncertainty. Immutable.
 *
 * <p>{@code D(h) = (f(x + h) - f(x - h)) / 2h = f' + h^2 f'''/6 + ...}. The truncation error is a third of {@code D(2h) - D(h)}; all
 * of that difference is taken as uncertainty, so that a kink between {@code x - 2h} and {@code x + 2h} shows there too. A kink at x
 * itself shows as a bend that does not shrink with h. To both comes the rounding of f, taken to be relative: f must not be a small
 * difference of large terms. See {@code docs/derivation.md}, section 7.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FiniteDifference {

    /** About the cube root of 2^-53, where truncation and rounding are equally large; a power of two, so that dividing is exact. */
    private static final double RELATIVE_STEP = 0x1p-18;

    /** Relative error of f in double: 1,000 roundings of 2^-53, more than touch any term of a loss here. */
    private static final double FUNCTION_ERROR = 1_000 * 0x1p-53;

    private final double[] values;
    private final double[] uncertainties;

    private FiniteDifference(int count) {
        this.values = new double[count];
        this.uncertainties = new double[count];
    }

    /**
     * Differentiate a function with respect to each of its variables.
     *
     * @param function of n variables; it must not modify them
     * @param at the point, (n), not modified
     * @return n derivatives, never null
     */
    public static FiniteDifference of(ToDoubleFunction<double[]> function, double[] at) {
        FiniteDifference result = new FiniteDifference(at.length);
        double[] point = at.clone();
        for (int i = 0; i < at.length; i++) {
            result.differentiate(function, point, i);
        }
        return result;
    }

    /**
     * Differentiate the loss with respect to each parameter. Costs five losses for each.
     *
     * @param network not modified
     * @param batch samples of the network's shape
     * @return one derivative for each parameter, never null
     * @throws IllegalArgumentException if the batch has another shape
     */
    public static FiniteDifference of(Network network, Batch batch) {
        NetworkSpec spec = network.spec();
        return of(parameters -> new Network(spec, parameters).loss(batch), network.parameters());
    }

    private void differentiate(ToDoubleFunction<double[]> function, double[] point, int i) {
        double x = point[i];
        double h = RELATIVE_STEP * Math.max(1, Math.abs(x));
        double[] f = new double[5];
        double magnitude = 0;
        for (int k = 0; k < f.length; k++) {
            point[i] = x + (k - 2) * h;
            f[k] = function.applyAsDouble(point);
            magnitude = Math.max(magnitude, Math.abs(f[k]));
        }
        point[i] = x;
        double near = (f[3] - f[1]) / (2 * h);
        double far = (f[4] - f[0]) / (4 * h);
        double nearBend = (f[3] - 2 * f[2] + f[1]) / h;
        double farBend = (f[4] - 2 * f[2] + f[0]) / (2 * h);
        double kink = Math.abs(2 * nearBend - farBend);
        values[i] = near;
        uncertainties[i] = Math.abs(far - near) + kink + FUNCTION_ERROR * magnitude / h;
    }

    /**
     * Give the derivatives.
     *
     * @return a copy, in the order of the variables
     */
    public double[] values() {
        return values.clone();
    }

    /**
     * Give how far each derivative may be from the true one.
     *
     * @return a copy, in the order of the variables, each at least 0
     */
    public double[] uncertainties() {
        return uncertainties.clone();
    }

    /**
     * Compare gradients with these derivatives.
     *
     * @param gradients of the network that was differentiated
     * @return a sentence that names the parameter which differs most for its uncertainty; empty if none differs by more than that
     * @throws IllegalArgumentException if their number is another
     */
    public Optional<String> disagreement(Gradients gradients) {
        ParameterLayout layout = gradients.layout();
        return disagreement(gradients.values(), layout::describe);
    }

    /**
     * Compare derivatives with these.
     *
     * @param others in the order of the variables
     * @param names gives the name of the variable with a number
     * @return a sentence that names the variable which differs most for its uncertainty; empty if none differs by more than that
     * @throws IllegalArgumentException if their number is another
     */
    public Optional<String> disagreement(double[] others, IntFunction<String> names) {
        if (others.length != values.length) {
            throw new IllegalArgumentException(
                    "There are " + others.length + " derivatives to compare with " + values.length + ".");
        }
        int worst = -1;
        int count = 0;
        for (int i = 0; i < others.length; i++) {
            if (!(excess(others, i) <= 1)) {
                count++;
                worst = worst < 0 || excess(others, i) > excess(others, worst) ? i : worst;
            }
        }
        return worst < 0 ? Optional.empty() : Optional.of(sentence(others[worst], worst, count, names));
    }

    private double excess(double[] others, int i) {
        double error = Math.abs(others[i] - values[i]);
        return error == 0 ? 0 : error / uncertainties[i];
    }

    private String sentence(double other, int i, int count, IntFunction<String> names) {
        return String.format(
                Locale.ROOT,
                "%s is %.9g, but finite differences give %.9g +- %.2g; %d of %d differ.",
                names.apply(i),
                other,
                values[i],
                uncertainties[i],
                count,
                values.length);
    }
}
