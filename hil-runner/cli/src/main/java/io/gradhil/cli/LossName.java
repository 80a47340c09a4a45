package io.gradhil.cli;

import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;

/** The values of {@code --loss}. */
enum LossName {
    MSE(Loss.MSE),
    MAE(Loss.MAE),
    HUBER(new Huber(1));

    private final Loss loss;

    LossName(Loss loss) {
        this.loss = loss;
    }

    Loss loss() {
        return loss;
    }
}
