package io.gradhil.reference.optim;

/** Checks the settings of optimizers; each text names the value and the valid range. */
final class Hyperparameter {

    private Hyperparameter() {}

    static void requireAboveZero(String name, float value) {
        require(value > 0 && !Float.isInfinite(value), name, value, "a finite float32 above 0");
    }

    static void requireNotNegative(String name, float value) {
        require(value >= 0 && !Float.isInfinite(value), name, value, "0 for none, or a finite float32 above 0");
    }

    static void requireDecay(String name, float value) {
        require(value >= 0 && value < 1, name, value, "at least 0 and below 1");
    }

    private static void require(boolean valid, String name, float value, String range) {
        if (!valid) {
            throw new IllegalArgumentException(name + " " + value + " is not valid; it must be " + range + ".");
        }
    }

    /** Appends what is not left out: such as ", decay 1.0E-4, clip 1.0". */
    static String suffix(Optimizer optimizer) {
        return (optimizer.weightDecay() > 0 ? ", decay " + optimizer.weightDecay() : "")
                + (optimizer.clipNorm() > 0 ? ", clip " + optimizer.clipNorm() : "");
    }
}
