package io.gradhil.cli;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import org.jspecify.annotations.Nullable;

/** The values of {@code --optimizer}, each with the learning rate it starts from. */
enum OptimizerName {
    SGD(0.03f) {
        @Override
        Optimizer of(float learningRate, float weightDecay, float clip) {
            return new Sgd(learningRate, weightDecay, clip);
        }
    },
    MOMENTUM(0.003f) {
        @Override
        Optimizer of(float learningRate, float weightDecay, float clip) {
            return new Momentum(learningRate, BETA1, weightDecay, clip);
        }
    },
    NESTEROV(0.003f) {
        @Override
        Optimizer of(float learningRate, float weightDecay, float clip) {
            return new Nesterov(learningRate, BETA1, weightDecay, clip);
        }
    },
    ADAM(0.001f) {
        @Override
        Optimizer of(float learningRate, float weightDecay, float clip) {
            return new Adam(learningRate, BETA1, BETA2, EPSILON, weightDecay, clip);
        }
    };

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-7f;

    private final float usualRate;

    OptimizerName(float usualRate) {
        this.usualRate = usualRate;
    }

    /** Returns the optimizer; {@code null} is its usual learning rate. */
    Optimizer create(@Nullable Float learningRate, float weightDecay, float clip) {
        return of(learningRate == null ? usualRate : learningRate, weightDecay, clip);
    }

    abstract Optimizer of(float learningRate, float weightDecay, float clip);
}
