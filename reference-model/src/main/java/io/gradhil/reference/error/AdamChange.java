package io.gradhil.reference.error;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.OptimizerState;

/** Computes what {@link Adam} subtracts from a parameter, with the intermediate values that its errors depend on. */
final class AdamChange {

    final double eta;
    final double beta1;
    final double beta2;
    final double epsilon;
    final double share1;
    final double share2;
    final double bias1;
    final double bias2;
    final double[] first;
    final double[] second;

    AdamChange(Adam adam, OptimizerState before) {
        this.eta = adam.learningRate();
        this.beta1 = adam.beta1();
        this.beta2 = adam.beta2();
        this.epsilon = adam.epsilon();
        this.share1 = 1 - beta1;
        this.share2 = 1 - beta2;
        this.bias1 = 1 / (1 - before.power1() * beta1);
        this.bias2 = 1 / (1 - before.power2() * beta2);
        this.first = before.first();
        this.second = before.second();
    }

    /** {@code m = beta1 m0 + (1 - beta1) g}. */
    double first(int i, double g) {
        return beta1 * first[i] + share1 * g;
    }

    /** {@code v = beta2 v0 + (1 - beta2) g^2}. */
    double second(int i, double g) {
        return beta2 * second[i] + share2 * g * g;
    }

    /** {@code sqrt(v bias2)}. */
    double root(int i, double g) {
        return Math.sqrt(second(i, g) * bias2);
    }

    /** {@code eta m bias1 / (sqrt(v bias2) + epsilon)}. */
    double value(int i, double g) {
        return eta * first(i, g) * bias1 / (root(i, g) + epsilon);
    }
}
