package io.gradhil.judge;

import io.gradhil.reference.ParameterBlock;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A board's gradients and the reference's, and how much of the gap between them is closed by an explanation. */
final class GradientGap {
    /** Share of the gap, as a Euclidean norm, that an explanation may leave open; rounding leaves less. */
    private static final double OPEN = 1e-3;

    /** Fewer numbers are a multiple of their references by chance: one always is. */
    private static final int NUMBERS_FOR_FACTOR = 3;

    private final double[] actual;
    private final double[] expected;

    GradientGap(float[] actual, double[] expected) {
        this.actual =
                IntStream.range(0, actual.length).mapToDouble(i -> actual[i]).toArray();
        this.expected = expected;
    }

    /** Tells whether the board's gradients are these. */
    boolean isClosedBy(double[] candidate) {
        return isClosedBy(candidate, 0, actual.length);
    }

    /** Tells whether the board's gradients of one parameter are these; numbered as those of all. */
    boolean isClosedBy(double[] candidate, ParameterBlock block) {
        return isClosedBy(candidate, block.offset(), block.offset() + block.size());
    }

    private boolean isClosedBy(double[] candidate, int from, int to) {
        double open = 0;
        double gap = 0;
        for (int i = from; i < to; i++) {
            open += square(actual[i] - candidate[i]);
            gap += square(actual[i] - expected[i]);
        }
        return open <= OPEN * OPEN * gap;
    }

    /** Tells whether the board's gradients are {@code factor (expected + times change)}. */
    boolean isClosedBy(double factor, double times, double[] change) {
        double[] candidate = new double[expected.length];
        for (int i = 0; i < candidate.length; i++) {
            candidate[i] = factor * (expected[i] + times * change[i]);
        }
        return isClosedBy(candidate);
    }

    /** Returns what the reference's gradients are to be multiplied with; empty if they are no multiple. */
    OptionalDouble factor() {
        return factor(0, actual.length);
    }

    /** Returns the same of one parameter's. */
    OptionalDouble factor(ParameterBlock block) {
        return factor(block.offset(), block.offset() + block.size());
    }

    private OptionalDouble factor(int from, int to) {
        double product = 0;
        double squares = 0;
        int numbers = 0;
        double[] multiple = expected.clone();
        for (int i = from; i < to; i++) {
            product += actual[i] * expected[i];
            squares += square(expected[i]);
            numbers += expected[i] == 0 ? 0 : 1;
        }
        double factor = product / squares;
        for (int i = from; i < to; i++) {
            multiple[i] *= factor;
        }
        boolean telling = numbers >= NUMBERS_FOR_FACTOR || factor == 0 || isAbout(factor, -1);
        return telling && isClosedBy(multiple, from, to) ? OptionalDouble.of(factor) : OptionalDouble.empty();
    }

    /** Tells whether a factor is meant to be another. */
    static boolean isAbout(double factor, double other) {
        return Math.abs(factor - other) <= OPEN * Math.abs(other);
    }

    private static double square(double x) {
        return x * x;
    }
}
