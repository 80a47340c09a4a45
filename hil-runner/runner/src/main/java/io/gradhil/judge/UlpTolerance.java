package io.gradhil.judge;

/** Units in the last place of the reference's value as a float32; of 0, multiples of the smallest subnormal. */
record UlpTolerance(int ulps) implements Tolerance {
    UlpTolerance {
        ToleranceValues.require("ulp", ulps);
    }

    @Override
    public double limit(double value, double bound, double sigma) {
        return ulps * (double) Math.ulp((float) value);
    }

    @Override
    public String origin() {
        return ulps + " ulp of the reference";
    }
}
