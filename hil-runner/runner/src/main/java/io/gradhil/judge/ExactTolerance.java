package io.gradhil.judge;

/** No error at all. */
record ExactTolerance() implements Tolerance {
    @Override
    public double limit(double value, double bound, double sigma) {
        return 0;
    }

    @Override
    public String origin() {
        return "the host repeats it bit for bit";
    }
}
