package io.gradhil.reference.error;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds what the errors of a batch's samples have in common. Derivation: {@code docs/derivation.md}, section 8.
 *
 * <p>With one output, the error of a sample's {@code dy} scales all its deltas alike: a relative variance for each sample. Samples
 * with the same outputs, in float32, make the same errors: m of them count m times as much as m independent ones. The factor {@code 1/(B out)}
 * is the same for all.
 */
final class SampleErrors {

    private final double[] repeats;
    private final double[] relative;
    private final double common;
    private final boolean repeating;
    private boolean repeatingDeltas;

    private SampleErrors(double[] repeats, double[] relative, double common) {
        this.repeats = repeats;
        this.relative = relative;
        this.common = common;
        this.repeating = Arrays.stream(repeats).anyMatch(repeat -> repeat > 1);
    }

    /** Outputs (B, out). All relative variances are 0 at first. */
    static SampleErrors of(double[] outputs, int width) {
        int batch = outputs.length / width;
        double common = Integer.bitCount(outputs.length) == 1 ? 0 : Rounding.U * Rounding.U;
        return new SampleErrors(repeats(outputs, width, batch), new double[batch], common);
    }

    private static double[] repeats(double[] outputs, int width, int batch) {
        double[] repeats = new double[batch];
        Arrays.fill(repeats, 1);
        if (!mayRepeat(outputs, width, batch)) {
            return repeats;
        }
        Map<Row, Integer> counts = new HashMap<>();
        for (int b = 0; b < batch; b++) {
            counts.merge(new Row(outputs, b * width, width), 1, Integer::sum);
        }
        for (int b = 0; b < batch; b++) {
            repeats[b] = counts.get(new Row(outputs, b * width, width));
        }
        return repeats;
    }

    /** Whether the first outputs of two samples are the same float32 number. */
    private static boolean mayRepeat(double[] outputs, int width, int batch) {
        float[] first = new float[batch];
        for (int b = 0; b < batch; b++) {
            first[b] = (float) outputs[b * width] + 0f;
        }
        Arrays.sort(first);
        for (int b = 1; b < batch; b++) {
            if (first[b] == first[b - 1]) {
                return true;
            }
        }
        return false;
    }

    private record Row(double[] values, int from, int width) {

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Row row)) {
                return false;
            }
            boolean equal = true;
            for (int i = 0; i < width; i++) {
                equal &= (float) values[from + i] == (float) row.values[row.from + i];
            }
            return equal;
        }

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = from; i < from + width; i++) {
                hash = 31 * hash + Float.floatToIntBits((float) values[i] + 0f);
            }
            return hash;
        }
    }

    boolean isRepeating() {
        return repeating;
    }

    /** Whether deltas may be those of the sample before: only if the loss's gradient is. */
    boolean mayRepeatDeltas() {
        return repeatingDeltas;
    }

    int count() {
        return repeats.length;
    }

    double repeats(int sample) {
        return repeats[sample];
    }

    /** Relative variance of the factor {@code 1/(B out)}, at its largest, because all gradients share it; 0 for powers of 2. */
    double common() {
        return common;
    }

    /**
     * Takes from {@code vdy} what the deltas of a sample share; what is left of it stays. Only with one output, and where {@code dy}
     * is not 0.
     */
    void share(double[] dy, double[] vdy) {
        int width = dy.length / repeats.length;
        repeatingDeltas = Summands.of(dy, vdy, width, repeats.length, true).anyRepeats();
        if (dy.length > repeats.length) {
            return;
        }
        for (int b = 0; b < dy.length; b++) {
            double square = dy[b] * dy[b];
            if (square > Double.MIN_NORMAL) {
                relative[b] = vdy[b] / square;
                vdy[b] = 0;
            }
        }
    }

    /** {@code m_b (v_bi + relative_b dz_bi^2)}: variances for a sum over samples, from the squares of {@code dz}. */
    double[] variances(double[] squares, double[] vdz, int width) {
        double[] variances = new double[squares.length];
        for (int b = 0; b < repeats.length; b++) {
            double repeat = repeats[b];
            double share = relative[b];
            for (int i = b * width; i < (b + 1) * width; i++) {
                variances[i] = repeat * (vdz[i] + share * squares[i]);
            }
        }
        return variances;
    }

    /** {@code m_b v_bi}. */
    double[] repeated(double[] values, int width) {
        double[] repeated = new double[values.length];
        for (int b = 0; b < repeats.length; b++) {
            double repeat = repeats[b];
            for (int i = b * width; i < (b + 1) * width; i++) {
                repeated[i] = repeat * values[i];
            }
        }
        return repeated;
    }

    /** Sigmas of the deltas themselves: {@code sqrt(v + (relative + common) dz^2)}. */
    double[] sigmas(double[] dz, double[] vdz, int width) {
        double[] sigmas = new double[dz.length];
        for (int i = 0; i < dz.length; i++) {
            sigmas[i] = Math.sqrt(vdz[i] + (relative[i / width] + common) * dz[i] * dz[i]);
        }
        return sigmas;
    }
}
