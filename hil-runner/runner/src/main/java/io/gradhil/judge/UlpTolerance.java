package io.gradhil.judge;

/** Units in the last place of the reference's value as a float32; of 0, multiples of the smallest subnormal. */
record UlpTolerance(int ulps) implements Tolerance {
    UlpTolerance {
        ToleranceValues.require("ulp", ulps);
    }

    /** Beyond the range of float32 the unit stays that of the largest number: an infinite limit would admit everything. */
    @Override
    public double limit(double value, double bound, double sigma) {
        return ulps * (double) Math.ulp((float) Math.min(Math.abs(value), Float.MAX_VALUE));
    }

    @Override
    public String origin() {
        return ulps + " ulp of the reference";
    }
}
