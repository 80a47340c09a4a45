package io.gradhil.reference.error;

import org.apiguardian.api.API;

/** Says that float32 may overflow, so that no error bound exists. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Float32RangeException extends ArithmeticException {

    private static final long serialVersionUID = 1;

    private Float32RangeException(String message) {
        super(message);
    }

    /**
     * Checks {@code error <= gamma MAX_VALUE / 2}. Since a sum's error bound is at least gamma times the sum of its terms'
     * magnitudes, no partial sum can then reach MAX_VALUE, whatever the order.
     */
    static void requireBelow(double gamma, double[] errors, String what) {
        requireBelow(gamma, errors, 0, errors.length, what);
    }

    /** Checks the errors {@code from} to {@code to - 1}. */
    static void requireBelow(double gamma, double[] errors, int from, int to, String what) {
        double limit = gamma * Float.MAX_VALUE / 2;
        for (int i = from; i < to; i++) {
            if (!(errors[i] <= limit)) {
                throw new Float32RangeException("No error bound exists: " + what + " may exceed the largest float32, "
                        + Float.MAX_VALUE + ". Scale the data or lower the learning rate.");
            }
        }
    }
}
