package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The firmware's functions, repeated in Java, over a dense subset of float32: every 997th number whose result is a normal number. */
class FunctionErrorTests {

    /** A prime, so that no pattern of the last bits is favoured. */
    private static final int STRIDE = 997;

    /** Roundings of the result that would give the measured mean square, and the worst error in ulp. */
    private record Errors(double roundings, double worstUlp) {}

    private interface Float32Function {
        float at(float z);
    }

    @Test
    void sigmoid_errs_as_the_model_says() {
        Errors errors = errors(
                Float32Functions.FIRMWARE::sigmoid,
                z -> z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z)));

        System.out.println("sigmoid, every 997th float32 from 2^-8 to 2^7: " + errors);
        assertThat(errors.worstUlp()).isLessThanOrEqualTo(2.41);
        assertThat(errors.roundings()).isBetween(Rounding.SIGMOID_ROUNDINGS / 2, Rounding.SIGMOID_ROUNDINGS);
    }

    @Test
    void tanh_errs_as_the_model_says() {
        Errors errors = errors(Float32Functions.FIRMWARE::tanh, Math::tanh);

        System.out.println("tanh, every 997th float32 from 2^-8 to 2^7: " + errors);
        assertThat(errors.worstUlp()).isLessThanOrEqualTo(1.34);
        assertThat(errors.roundings()).isBetween(Rounding.TANH_ROUNDINGS / 2, Rounding.TANH_ROUNDINGS);
    }

    /** The worst mean square over an interval from one power of two to the next, from 2^-8 to 2^7, either sign. */
    private static Errors errors(Float32Function engine, DoubleUnaryOperator truth) {
        Errors worst = new Errors(0, 0);
        for (int exponent = -8; exponent < 7; exponent++) {
            for (int sign = 0; sign < 2; sign++) {
                Errors errors = errors(engine, truth, sign << 31 | (exponent + 127) << 23);
                worst = new Errors(
                        Math.max(worst.roundings(), errors.roundings()), Math.max(worst.worstUlp(), errors.worstUlp()));
            }
        }
        return worst;
    }

    private static Errors errors(Float32Function engine, DoubleUnaryOperator truth, int firstBits) {
        double worst = 0;
        double sum = 0;
        int count = 0;
        for (int bits = firstBits; bits < firstBits + (1 << 23); bits += STRIDE) {
            float z = Float.intBitsToFloat(bits);
            double exact = truth.applyAsDouble(z);
            if (Math.abs(exact) >= Float.MIN_NORMAL) {
                double error = engine.at(z) - exact;
                worst = Math.max(worst, Math.abs(error) / Math.ulp((float) exact));
                sum += error * error / (Rounding.VARIANCE * exact * exact);
                count++;
            }
        }
        return new Errors(count == 0 ? 0 : sum / count, worst);
    }
}
