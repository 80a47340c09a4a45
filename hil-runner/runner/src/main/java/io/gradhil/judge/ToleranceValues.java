package io.gradhil.judge;

/** Checks the numbers that tolerances are made of. */
final class ToleranceValues {
    private ToleranceValues() {}

    static void require(String kind, int value) {
        require(value >= 0, kind, String.valueOf(value), "0 or above");
    }

    static void require(String kind, double value) {
        require(value >= 0 && value < Double.POSITIVE_INFINITY, kind, String.valueOf(value), "finite and 0 or above");
    }

    private static void require(boolean valid, String kind, String value, String range) {
        if (!valid) {
            throw new IllegalArgumentException(
                    "The " + kind + " tolerance " + value + " is not valid; it must be " + range + ".");
        }
    }
}
