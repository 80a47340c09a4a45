package io.gradhil.training;

import io.gradhil.core.ProtocolViolationException;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.Readable;
import io.gradhil.reference.Batch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Derivatives of the board's own loss, found without any backward pass and without any reference: a parameter is written a little
 * higher and lower, and the loss is read back.
 *
 * <p>{@code D(h) = (C(w + h) - C(w - h)) / 2h = C' + h^2 C'''/6 + ...} for {@code h = 2^-7}, times the power of 2 at or below |w| if that
 * is above 1. The float32 loss is rounded, by {@code d} say, which makes {@code d/h}; {@code d/h + h^2 C'''/6} is smallest at
 * {@code h^3 = 3 d / C'''}, and with {@code d = 2^-24 C} and {@code C'''} of the size of C, as for data and parameters of size 1, that is
 * 2^-7.5. What is left is about {@code 2^-16 C}: good enough to tell a wrong formula, not a wrong rounding.
 *
 * <p>The tolerance is the sum of three parts, taken from the losses at {@code w, w +- h, w +- 2h}:
 *
 * <ul>
 *   <li>{@code |D(2h) - D(h)|}, three times the truncation error;
 *   <li>{@code |2 S(h) - S(2h)|}, {@code S(h)} being {@code (C(w + h) - 2 C(w) + C(w - h)) / h}: without a kink {@code S} grows with h and
 *       the two cancel. A kink of ReLU at {@code w + t h}, {@code 0 < t < 1}, where the slope jumps by J, puts D(h) off by
 *       {@code J (1 - t)/2}; the first part is then {@code J t/4} and this one {@code J |1 - 3t/2|}, together never less;
 *   <li>{@code 6 s/h} for the losses' rounding, {@code s} being their standard deviation: that of D(h) is {@code s / (h sqrt 2)}. It is
 *       estimated from the fourth differences of the five losses, whose deviation is {@code s sqrt 70}: by their median over all
 *       parameters, which a kink does not move; it is at least half a unit in the last place of the loss.
 * </ul>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NumericalGradient {
    /**
     * The derivative with respect to one parameter.
     *
     * @param parameter its number
     * @param name for example {@code "dense2.weight[3][17]"}
     * @param value the derivative
     * @param tolerance how far a correct gradient may be from it
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Derivative(int parameter, String name, double value, double tolerance) {
        /** NaN on either side does not agree. */
        boolean agreesWith(float gradient) {
            return Math.abs(gradient - value) <= tolerance;
        }
    }

    private static final float STEP = 0x1p-7f;
    private static final double ROUNDING = 6;

    /** The median of |x| of a normal distribution is so much of its standard deviation. */
    private static final double MEDIAN = 0.6745;

    private final List<Derivative> derivatives;

    private NumericalGradient(List<Derivative> derivatives) {
        this.derivatives = derivatives;
    }

    /**
     * Differentiates the mean loss of a batch; five evaluations for each parameter. The board's gradients stay as they are, and so do
     * its parameters: each is read back after it was restored.
     *
     * @param trainer whose network is on the board
     * @param batch the samples
     * @param parameters numbers of parameters, one or more
     * @throws IllegalArgumentException if there is no such parameter, or none is named
     * @throws ProtocolViolationException if a parameter was not restored
     */
    public static NumericalGradient of(McuTrainer trainer, Batch batch, int... parameters) {
        requireParameters(trainer, parameters);
        List<LossCurve> curves =
                IntStream.of(parameters).mapToObj(i -> curve(trainer, batch, i)).toList();
        double rounding = Math.max(curves.get(0).halfUlp(), median(curves) / MEDIAN / Math.sqrt(70));
        return new NumericalGradient(IntStream.range(0, parameters.length)
                .mapToObj(i -> derivative(trainer, parameters[i], curves.get(i), rounding))
                .toList());
    }

    private static void requireParameters(McuTrainer trainer, int[] parameters) {
        int count = trainer.spec().layout().count();
        if (parameters.length == 0) {
            throw new IllegalArgumentException("No parameter to differentiate; 0 to " + (count - 1) + " are valid.");
        }
        for (int parameter : parameters) {
            if (parameter < 0 || parameter >= count) {
                throw new IllegalArgumentException(
                        "Parameter number " + parameter + " does not exist; 0 to " + (count - 1) + " are valid.");
            }
        }
    }

    private static double median(List<LossCurve> curves) {
        double[] sizes = curves.stream()
                .mapToDouble(LossCurve::fourthDifference)
                .sorted()
                .toArray();
        return sizes[sizes.length / 2];
    }

    private static Derivative derivative(McuTrainer trainer, int parameter, LossCurve curve, double rounding) {
        double tolerance = curve.truncation() + curve.kink() + ROUNDING * rounding / curve.step();
        return new Derivative(parameter, trainer.spec().layout().describe(parameter), curve.slope(), tolerance);
    }

    private static LossCurve curve(McuTrainer trainer, Batch batch, int parameter) {
        float at = read(trainer.client(), parameter);
        float step = STEP * (float) Math.max(1, Math.pow(2, Math.getExponent(at)));
        float[] points = {at - 2 * step, at - step, at, at + step, at + 2 * step};
        float[] losses = new float[points.length];
        trainer.forgetParameters(); // should it fail half-way
        for (int k = 0; k < points.length; k++) {
            trainer.client().writeParameters(parameter, new float[] {points[k]});
            losses[k] = trainer.client().evaluate(batch.size(), batch.values()).loss();
        }
        restore(trainer, parameter, at);
        return new LossCurve(step, points, losses);
    }

    private static void restore(McuTrainer trainer, int parameter, float value) {
        trainer.client().writeParameters(parameter, new float[] {value});
        float now = read(trainer.client(), parameter);
        if (Float.floatToRawIntBits(now) != Float.floatToRawIntBits(value)) {
            throw new ProtocolViolationException(
                    "The board did not take a parameter back",
                    trainer.spec().layout().describe(parameter) + " was " + value + ", is " + now);
        }
    }

    private static float read(McuClient client, int parameter) {
        float[] value = new float[1];
        client.read(Readable.PARAMETERS, parameter, value);
        return value[0];
    }

    /** Returns the derivatives, in the order the parameters were named. */
    public List<Derivative> derivatives() {
        return derivatives;
    }

    /**
     * Compares gradients with the derivatives.
     *
     * @param gradients of all parameters, as the board computed them for the same batch
     * @return a sentence that names the first parameter that differs by more than its tolerance; empty if none does
     */
    public Optional<String> disagreement(float[] gradients) {
        List<Derivative> differing = derivatives.stream()
                .filter(derivative -> !derivative.agreesWith(gradients[derivative.parameter()]))
                .toList();
        return differing.stream()
                .findFirst()
                .map(derivative -> String.format(
                        Locale.ROOT,
                        "The gradient of %s is %.6g, but the board's own loss gives %.6g +- %.2g; %d of %d differ.",
                        derivative.name(),
                        gradients[derivative.parameter()],
                        derivative.value(),
                        derivative.tolerance(),
                        differing.size(),
                        derivatives.size()));
    }
}
