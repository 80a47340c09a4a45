package io.gradhil.judge;

import io.gradhil.reference.Network;
import io.gradhil.reference.Pass;
import io.gradhil.reference.layer.Dense;
import java.util.List;

/** The backward pass with a mistake in it, to compare a board's gradients with. */
final class BackwardWithout {
    private BackwardWithout() {}

    /**
     * Computes the gradients that come out if one layer's {@code dz = da . f'(z)} is taken for {@code dz = da}.
     *
     * @param without the layer, from 0
     * @param pass of the batch, not modified
     */
    static double[] derivativeOf(int without, Network network, Pass pass) {
        List<Dense> layers = network.layers();
        double[] parameters = network.parameters();
        double[] gradients = new double[parameters.length];
        double[] gradient = pass.activationGradients(layers.size() - 1);
        for (int l = layers.size() - 1; l >= 0; l--) {
            double[] delta = gradient;
            if (l != without) {
                delta = new double[gradient.length];
                network.spec()
                        .layers()
                        .get(l)
                        .activation()
                        .backward(pass.preActivations(l), pass.activations(l), gradient, delta);
            }
            layers.get(l).parameterGradients(pass.inputs(l), delta, pass.size(), gradients);
            if (l > 0) {
                gradient = new double[pass.activations(l - 1).length];
                layers.get(l).inputGradients(parameters, delta, gradient, pass.size());
            }
        }
        return gradients;
    }
}
