package io.gradhil.training;

/**
 * Five losses along one parameter, and what they tell; {@link NumericalGradient} has the formulas.
 *
 * @param step h
 * @param points w - 2h to w + 2h, rounded to float32
 * @param losses there
 */
record LossCurve(float step, float[] points, float[] losses) {
    /** Returns D(h). */
    double slope() {
        return slope(1);
    }

    /** The points' distance is exact, whatever was rounded when they were made. */
    private double slope(int steps) {
        return ((double) losses[2 + steps] - losses[2 - steps]) / ((double) points[2 + steps] - points[2 - steps]);
    }

    private double bend(int steps) {
        return ((double) losses[2 + steps] - 2.0 * losses[2] + losses[2 - steps]) / (steps * (double) step);
    }

    /** Returns |D(2h) - D(h)|. */
    double truncation() {
        return Math.abs(slope(2) - slope(1));
    }

    /** Returns |2 S(h) - S(2h)|. */
    double kink() {
        return Math.abs(2 * bend(1) - bend(2));
    }

    double fourthDifference() {
        return Math.abs(losses[0] - 4.0 * losses[1] + 6.0 * losses[2] - 4.0 * losses[3] + losses[4]);
    }

    double halfUlp() {
        return 0.5 * Math.ulp(losses[2]);
    }
}
