package io.gradhil.judge;

/** The largest error that rounding can cause. */
record RigorousTolerance() implements Tolerance {
    @Override
    public double limit(double value, double bound, double sigma) {
        return bound;
    }

    @Override
    public String origin() {
        return "rigorous bound of float32 rounding, reference-model/docs/derivation.md";
    }
}
