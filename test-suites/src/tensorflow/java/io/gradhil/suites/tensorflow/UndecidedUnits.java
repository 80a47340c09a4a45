package io.gradhil.suites.tensorflow;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.TracedStep;
import io.gradhil.reference.layer.Activation;

/**
 * Says how far a correct float32 engine may go from a reference that trains by itself.
 *
 * <p><b>Rounding.</b> Each update rounds each parameter w once more, with an error of variance {@code (u w)^2 / 3}, u = 2^-24 (design:
 * independent, zero mean); the errors of the gradients come in times the learning rate and are smaller by orders. After k updates the
 * Euclidean distance has a root mean square of {@code u |w| sqrt(k / 3)} if gradient descent neither damps nor amplifies.
 *
 * <p><b>Flips.</b> Where the reference's pre-activation z of a ReLU is closer to the kink than the engine's z is to the reference's, the
 * engine may decide otherwise. Its gradients then differ by a jump although nothing is wrong, and the parameters part by {@code eta
 * |jump|}, once and for good. Which decisions are in doubt, and how large the jump would be, follows from the reference alone: a unit's
 * bias is moved so that z changes its sign.
 */
final class UndecidedUnits {
    /**
     * How far an engine's z may be from the reference's while none has flipped: four times what was measured in three epochs. The tests
     * hold the engines to it; were it larger, more decisions would count as in doubt, and nothing else would change.
     */
    static final double DRIFT = 4e-5;

    /**
     * Room for what descent amplifies: a norm over thousands of parameters scatters by per cents only. Measured: 0.7 of the root mean
     * square, host build and TensorFlow alike. A flip is ten times further.
     */
    private static final double ROOM = 4;

    private static final double UNIT_ROUNDOFF = 0x1p-24;

    private final NetworkSpec spec;

    UndecidedUnits(NetworkSpec spec) {
        this.spec = spec;
    }

    /** Returns the largest distance of parameters that rounding explains. */
    static double roundingDistance(double[] parameters, int updates) {
        return ROOM * UNIT_ROUNDOFF * Vectors.norm(parameters) * Math.sqrt(updates / 3.0);
    }

    /**
     * Looks at one batch before its update.
     *
     * @return by how much an engine's parameters (Euclidean norm) can part in this update, 0 where every decision is sure
     */
    double jump(Network reference, Batch batch, TracedStep step) {
        double sum = 0;
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            if (spec.layers().get(layer).activation() == Activation.RELU) {
                sum += jump(reference, batch, step, layer);
            }
        }
        return sum;
    }

    private double jump(Network reference, Batch batch, TracedStep step, int layer) {
        double[] z = step.pass().preActivations(layer);
        int bias = reference.layers().get(layer).biasOffset();
        int units = spec.layers().get(layer).outputs();
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            if (Math.abs(z[i]) <= DRIFT) {
                sum += jump(reference, batch, step, bias + i % units, z[i]);
            }
        }
        return sum;
    }

    /** Returns eta times the norm of what the gradients change by when z becomes -z, or, from 0, positive. */
    private double jump(Network reference, Batch batch, TracedStep step, int bias, double z) {
        double[] moved = reference.parameters();
        moved[bias] += z == 0 ? DRIFT : -2 * z;
        double[] flipped = new Network(spec, moved).backward(batch).gradients().values();
        double[] kept = step.step().gradients().values();
        return spec.optimizer().learningRate() * Vectors.norm(Vectors.difference(flipped, kept));
    }
}
