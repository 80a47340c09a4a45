package io.gradhil.judge;

import java.util.Optional;

/** Looks for one sample that is left out, counted twice, or taken for another. Samples are counted from 0. */
final class SampleHints {
    private final GradientGap gap;
    private final WrongBackward wrong;
    private final int samples;

    SampleHints(int samples, GradientGap gap, WrongBackward wrong) {
        this.gap = gap;
        this.wrong = wrong;
        this.samples = samples;
    }

    /** Names the sample and what is wrong with it. */
    Optional<String> find() {
        double[] former = new double[0];
        for (int k = 0; k < samples && samples > 1; k++) {
            double[] share = wrong.shareOf(k);
            String mistake = mistake(k, share, former);
            if (!mistake.isEmpty()) {
                return Optional.of("sample " + k + " of the batch, counted from 0, " + mistake);
            }
            former = share;
        }
        return Optional.empty();
    }

    private String mistake(int k, double[] share, double[] former) {
        if (gap.isClosedBy(1, -1, share)) {
            return "is left out";
        }
        if (gap.isClosedBy(samples / (samples - 1.0), -1, share)) {
            return "is left out, and the mean is taken over the others";
        }
        if (gap.isClosedBy(1, 1, share)) {
            return "is counted twice";
        }
        return k > 0 && gap.isClosedBy(1, 1, minus(former, share))
                ? "is stale: sample " + (k - 1) + " is used in its place"
                : "";
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int i = 0; i < a.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }
}
