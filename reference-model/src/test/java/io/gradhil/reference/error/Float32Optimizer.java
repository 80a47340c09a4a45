package io.gradhil.reference.error;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.OptimizerState;

/** A plain float32 optimizer with its state. Order of operations: that of the firmware, fused where the sums are. */
final class Float32Optimizer {

    private final Optimizer optimizer;
    private final Float32Sum sum;
    private final float[] first;
    private final float[] second;
    private float power1 = 1;
    private float power2 = 1;

    Float32Optimizer(Optimizer optimizer, int count, Float32Sum sum) {
        this.optimizer = optimizer;
        this.sum = sum;
        this.first = new float[optimizer.statesPerParameter() > 0 ? count : 0];
        this.second = new float[optimizer.statesPerParameter() > 1 ? count : 0];
    }

    OptimizerState state() {
        return OptimizerState.of(first, second, power1, power2);
    }

    void step(float[] w, float[] g) {
        float clip = clipFactor(g);
        if (optimizer instanceof Adam adam) {
            power1 *= adam.beta1();
            power2 *= adam.beta2();
        }
        for (int i = 0; i < w.length; i++) {
            float gradient = g[i] * clip;
            if (optimizer.weightDecay() > 0) {
                gradient = multiplyAdd(optimizer.weightDecay(), w[i], gradient);
            }
            w[i] = stepped(i, w[i], gradient);
        }
    }

    private float clipFactor(float[] g) {
        if (optimizer.clipNorm() == 0) {
            return 1;
        }
        float norm = (float) Math.sqrt(sum.dot(g, g, 0));
        return norm > optimizer.clipNorm() ? optimizer.clipNorm() / norm : 1;
    }

    private float stepped(int i, float w, float g) {
        float eta = optimizer.learningRate();
        if (optimizer instanceof Momentum momentum) {
            first[i] = multiplyAdd(momentum.momentum(), first[i], g);
            return multiplyAdd(-eta, first[i], w);
        }
        if (optimizer instanceof Nesterov nesterov) {
            first[i] = multiplyAdd(nesterov.momentum(), first[i], g);
            return multiplyAdd(-eta, multiplyAdd(nesterov.momentum(), first[i], g), w);
        }
        return optimizer instanceof Adam adam ? w - adam(adam, i, g) : multiplyAdd(-eta, g, w);
    }

    private float adam(Adam adam, int i, float g) {
        first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * g;
        second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * (g * g);
        float bias1 = 1 / (1 - power1);
        float bias2 = 1 / (1 - power2);
        float root = (float) Math.sqrt(second[i] * bias2);
        return adam.learningRate() * (first[i] * bias1) / (root + adam.epsilon());
    }

    private float multiplyAdd(float x, float y, float z) {
        return sum.fused() ? Math.fma(x, y, z) : z + x * y;
    }
}
