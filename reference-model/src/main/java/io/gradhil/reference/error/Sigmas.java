package io.gradhil.reference.error;

import io.gradhil.reference.Gradients;
import io.gradhil.reference.Pass;
import io.gradhil.reference.TracedStep;
import java.util.function.Supplier;

/** Holds the predicted variance of every number's error, shaped as the bounds in {@link ErrorBounds}. Roots are taken when asked for. */
record Sigmas(
        TracedStep reference,
        SampleErrors samples,
        double lossVariance,
        double[][] activationVariances,
        double[][] deltaVariances,
        double[] gradientVariances,
        Supplier<double[]> steppedVariances) {

    double loss() {
        return Math.sqrt(lossVariance);
    }

    double[] activations(int layer) {
        return roots(activationVariances[layer]);
    }

    double[] deltas(int layer) {
        Pass pass = reference.pass();
        double[] deltas = pass.deltas(layer);
        return samples.sigmas(deltas, deltaVariances[layer], deltas.length / pass.size());
    }

    Gradients gradients() {
        return new Gradients(reference.step().gradients().layout(), roots(gradientVariances));
    }

    double[] steppedParameters() {
        return roots(steppedVariances.get());
    }

    private static double[] roots(double[] variances) {
        double[] roots = new double[variances.length];
        for (int i = 0; i < variances.length; i++) {
            roots[i] = Math.sqrt(variances[i]);
        }
        return roots;
    }
}
