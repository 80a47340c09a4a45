package io.gradhil.judge;

/** Checks the numbers that tolerances are made of. */
final class ToleranceValues {
    private ToleranceValues() {}

    static void require(String kind, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The " + kind + " tolerance " + value + " is not valid; it must be finite and 0 or above.");
        }
    }
}
