package io.gradhil.judge;

import java.util.Locale;

/** A fraction of the reference's value. */
record RelativeTolerance(double fraction) implements Tolerance {
    RelativeTolerance {
        ToleranceValues.require("relative", fraction);
    }

    @Override
    public double limit(double value, double bound, double sigma) {
        return fraction * Math.abs(value);
    }

    @Override
    public String origin() {
        return String.format(Locale.ROOT, "%.3g of the reference", fraction);
    }
}
