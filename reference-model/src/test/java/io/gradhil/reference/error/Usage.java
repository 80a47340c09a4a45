package io.gradhil.reference.error;

import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;

/** How much of each bound an engine uses: |engine - reference| / bound, the largest of all elements; 0/0 is 0. */
record Usage(double loss, double outputs, double gradients, double steppedParameters) {

    static final Usage NONE = new Usage(0, 0, 0, 0);

    static Usage of(NetworkSpec spec, ErrorBounds bounds, Float32Engine engine, double[] parameters) {
        Network stepped = new Network(spec, parameters);
        stepped.apply(bounds.reference().step().gradients());
        return new Usage(
                ratio(engine.loss, bounds.reference().step().loss(), bounds.loss()),
                largest(engine.outputs, bounds.reference().pass().outputs(), bounds.outputs()),
                largest(
                        engine.gradients,
                        bounds.reference().step().gradients().values(),
                        bounds.gradients().values()),
                largest(engine.parameters, stepped.parameters(), bounds.steppedParameters()));
    }

    Usage max(Usage other) {
        return new Usage(
                Math.max(loss, other.loss),
                Math.max(outputs, other.outputs),
                Math.max(gradients, other.gradients),
                Math.max(steppedParameters, other.steppedParameters));
    }

    double largest() {
        return Math.max(Math.max(loss, outputs), Math.max(gradients, steppedParameters));
    }

    static double largest(float[] engine, double[] reference, double[] bounds) {
        double largest = 0;
        for (int i = 0; i < engine.length; i++) {
            largest = Math.max(largest, ratio(engine[i], reference[i], bounds[i]));
        }
        return largest;
    }

    /** NaN and an error where none is allowed are infinite. */
    private static double ratio(double engine, double reference, double bound) {
        double error = Math.abs(engine - reference);
        if (error == 0) {
            return 0;
        }
        double ratio = error / bound;
        return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
    }
}
