package io.gradhil.judge;

import java.util.Locale;

/** The same error for all numbers. */
record AbsoluteTolerance(double error) implements Tolerance {
    AbsoluteTolerance {
        ToleranceValues.require("absolute", error);
    }

    @Override
    public double limit(double value, double bound, double sigma) {
        return error;
    }

    @Override
    public String origin() {
        return String.format(Locale.ROOT, "%.3g absolute", error);
    }
}
