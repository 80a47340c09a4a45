package io.gradhil.training;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;

/**
 * Repeats a board's update bit for bit, operation by operation as {@code firmware/PROTOCOL.md} prescribes for STEP. Java's float
 * arithmetic is IEEE 754 binary32, each operation rounded by itself; {@code (float) Math.sqrt(x)} of a float is correctly rounded.
 */
final class Float32Optimizer {
    /** The squares of so many gradients are summed by themselves before they are added up. */
    private static final int BLOCK = 64;

    private final Optimizer settings;
    private final float[] w;
    private final float[] dw;
    private final float[] state;
    private float power1;
    private float power2;

    private Float32Optimizer(Optimizer settings, BoardState before, float[] gradients) {
        this.settings = settings;
        this.w = before.parameters().clone();
        this.dw = gradients;
        this.state = before.optimizer().clone();
        this.power1 = before.power1();
        this.power2 = before.power2();
    }

    /** Returns the state after one update; the arguments are not modified. */
    static BoardState step(Optimizer settings, BoardState before, float[] gradients) {
        Float32Optimizer optimizer = new Float32Optimizer(settings, before, gradients);
        optimizer.step();
        return new BoardState(optimizer.w, optimizer.state, optimizer.power1, optimizer.power2);
    }

    private void step() {
        if (settings instanceof Adam adam) {
            adam(adam);
        } else if (settings instanceof Momentum momentum) {
            momentum(momentum);
        } else if (settings instanceof Nesterov nesterov) {
            nesterov(nesterov);
        } else {
            sgd();
        }
    }

    private void sgd() {
        float eta = settings.learningRate();
        float clip = clip();
        for (int i = 0; i < w.length; i++) {
            w[i] = w[i] - eta * gradient(i, clip);
        }
    }

    private void momentum(Momentum momentum) {
        float eta = settings.learningRate();
        float clip = clip();
        for (int i = 0; i < w.length; i++) {
            state[i] = momentum.momentum() * state[i] + gradient(i, clip);
            w[i] = w[i] - eta * state[i];
        }
    }

    private void nesterov(Nesterov nesterov) {
        float eta = settings.learningRate();
        float mu = nesterov.momentum();
        float clip = clip();
        for (int i = 0; i < w.length; i++) {
            float g = gradient(i, clip);
            state[i] = mu * state[i] + g;
            w[i] = w[i] - eta * (g + mu * state[i]);
        }
    }

    private void adam(Adam adam) {
        float clip = clip();
        power1 = power1 * adam.beta1();
        power2 = power2 * adam.beta2();
        float r1 = 1 / (1 - power1);
        float r2 = 1 / (1 - power2);
        float c1 = 1 - adam.beta1();
        float c2 = 1 - adam.beta2();
        for (int i = 0; i < w.length; i++) {
            float g = gradient(i, clip);
            float m = adam.beta1() * state[i] + c1 * g;
            float v = adam.beta2() * state[w.length + i] + c2 * (g * g);
            w[i] = w[i] - adam.learningRate() * (m * r1) / (sqrt(v * r2) + adam.epsilon());
            state[i] = m;
            state[w.length + i] = v;
        }
    }

    /** Returns a gradient after clipping and weight decay; the parameter must not have been changed yet. */
    private float gradient(int i, float clip) {
        float g = dw[i] * clip;
        return settings.weightDecay() > 0 ? g + settings.weightDecay() * w[i] : g;
    }

    private float clip() {
        if (settings.clipNorm() == 0) {
            return 1;
        }
        float sum = 0;
        for (int from = 0; from < dw.length; from += BLOCK) {
            float block = 0;
            for (int i = from; i < Math.min(from + BLOCK, dw.length); i++) {
                block = block + dw[i] * dw[i];
            }
            sum = sum + block;
        }
        float norm = sqrt(sum);
        return norm > settings.clipNorm() ? settings.clipNorm() / norm : 1;
    }

    private static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }
}
