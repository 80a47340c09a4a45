package io.gradhil.judge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Says what it means that a gradient is a multiple of the reference's. */
record FactorText(int batchSize) {
    private static final MathContext DIGITS = new MathContext(4);

    /** Nearer to 1 the digits of a factor say less than its difference. */
    private static final double NEAR_ONE = 0.01;

    /** Returns the end of a sentence that begins with what is off. */
    String of(double factor) {
        if (factor == 0) {
            return "is 0: it is not accumulated";
        }
        if (GradientGap.isAbout(factor, -1)) {
            return "has its sign flipped";
        }
        if (batchSize > 1 && GradientGap.isAbout(factor, batchSize)) {
            return "is " + batchSize
                    + " times too large, which is the batch size: the mean over the batch is not taken";
        }
        if (batchSize > 1 && GradientGap.isAbout(factor, 1.0 / batchSize)) {
            return "is " + batchSize
                    + " times too small, which is the batch size: the mean over the batch is taken twice";
        }
        if (Math.abs(factor - 1) < NEAR_ONE) {
            return String.format(Locale.ROOT, "is off by %.2g of its value", Math.abs(factor - 1));
        }
        return "is " + new BigDecimal(factor).round(DIGITS).stripTrailingZeros() + " times the reference's";
    }
}
