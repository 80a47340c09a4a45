package io.gradhil.reference;

import io.gradhil.reference.layer.Activation;
import java.util.SplittableRandom;

/**
 * Draws weights uniformly from [-r, r): He et al. 2015, {@code r = sqrt(6 / in)}, for ReLU, leaky or not; Glorot and Bengio 2010,
 * {@code r = sqrt(6 / (in + out))}, for all others.
 */
final class Initializer {

    private Initializer() {}

    static float[] draw(NetworkSpec spec, long seed) {
        ParameterLayout layout = spec.layout();
        SplittableRandom random = new SplittableRandom(seed);
        float[] parameters = new float[layout.count()];
        for (ParameterBlock block : layout.blocks()) {
            if (!block.isBias()) {
                double radius = radius(spec.layers().get(block.layer()).activation(), block);
                for (int i = 0; i < block.size(); i++) {
                    parameters[block.offset() + i] = (float) (radius * (2 * random.nextDouble() - 1));
                }
            }
        }
        return parameters;
    }

    private static double radius(Activation activation, ParameterBlock block) {
        boolean rectified = activation == Activation.RELU || activation == Activation.LEAKY_RELU;
        int fan = rectified ? block.columns() : block.columns() + block.rows();
        return Math.sqrt(6.0 / fan);
    }
}
