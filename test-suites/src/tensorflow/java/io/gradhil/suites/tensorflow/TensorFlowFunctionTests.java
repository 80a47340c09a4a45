package io.gradhil.suites.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.layer.Activation;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.EagerSession;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How exact TensorFlow's functions are, tried on every 4,096th float32 number of both signs: within 8 ulp, or within 2^-126 where the
 * value is smaller than that.
 *
 * <p>The error model is the firmware's ({@code reference-model/docs/derivation.md}, sections 4 and 8): sigmoid and tanh within 4 ulp,
 * with a mean square error of 2.5 and 1.25 roundings. TensorFlow keeps neither. Measured on x86-64 were 5.8 ulp at sigmoid(-47.95) and
 * 5.1 at tanh(5.86), both where the function saturates, and mean squares of 20.6 and 10.1, tanh's with a bias of 0.8 ulp towards 0
 * for small arguments. So networks with these two are held to {@code Tolerance.rigorous()}, which confirms TensorFlow without being
 * proved for it; networks of ReLU, leaky ReLU and linear layers are held to {@code Tolerance.derived()}, too.
 */
@Tag("tensorflow")
class TensorFlowFunctionTests {
    private static final System.Logger LOG = System.getLogger(TensorFlowFunctionTests.class.getName());
    private static final int STRIDE = 4096;
    private static final int BINADE_STRIDE = 997;
    private static final int FINITE = Float.floatToIntBits(Float.POSITIVE_INFINITY) / STRIDE;
    private static final double ULPS = 8;

    @ParameterizedTest
    @EnumSource(Activation.class)
    void values_are_within_8_ulp(Activation activation) {
        float[] z = everyNthFloat();

        float[] a = evaluate(activation, z);

        int worst = 0;
        for (int i = 0; i < z.length; i++) {
            worst = ratio(activation, z[i], a[i]) > ratio(activation, z[worst], a[worst]) ? i : worst;
        }
        assertThat(ratio(activation, z[worst], a[worst]))
                .as("%s(%s) = %s: error in units of the limit", activation, z[worst], a[worst])
                .isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SIGMOID, 2.5", "TANH, 1.25"})
    void sigmoid_and_tanh_scatter_more_than_the_firmwares(Activation activation, double firmware) {
        double worst = 0;
        for (int exponent = -8; exponent < 7; exponent++) {
            worst = Math.max(worst, meanSquare(activation, (exponent + 127) << 23));
            worst = Math.max(worst, meanSquare(activation, 1 << 31 | (exponent + 127) << 23));
        }

        LOG.log(
                System.Logger.Level.INFO,
                String.format(Locale.ROOT, "TensorFlow's %s: mean square %.1f roundings", activation, worst));
        assertThat(worst)
                .as("%s: if this fails, Tolerance.derived() may be fit for TensorFlow's too", activation)
                .isGreaterThan(firmware);
    }

    /** From one power of two to the next; in units of the variance of one rounding, as FunctionErrorTests of the reference has it. */
    private static double meanSquare(Activation activation, int firstBits) {
        float[] z = new float[(1 << 23) / BINADE_STRIDE];
        for (int i = 0; i < z.length; i++) {
            z[i] = Float.intBitsToFloat(firstBits + i * BINADE_STRIDE);
        }
        float[] a = evaluate(activation, z);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < z.length; i++) {
            double exact = activation.value(z[i]);
            if (Math.abs(exact) >= Float.MIN_NORMAL) {
                double roundings = (a[i] - exact) / exact * 0x1p24;
                sum += 3 * roundings * roundings;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static float[] everyNthFloat() {
        float[] z = new float[2 * FINITE];
        for (int i = 0; i < FINITE; i++) {
            z[2 * i] = Float.intBitsToFloat(i * STRIDE);
            z[2 * i + 1] = -z[2 * i];
        }
        return z;
    }

    private static float[] evaluate(Activation activation, float[] z) {
        float[] a = new float[z.length];
        try (EagerSession session = EagerSession.create();
                TFloat32 input = Tensors.of(Shape.of(z.length), z)) {
            Ops tf = Ops.create(session);
            Tensors.copy(
                    TensorFlowFunctions.activation(tf, activation, tf.constantOf(input))
                            .asTensor(),
                    a,
                    0,
                    a.length);
        }
        return a;
    }

    private static double ratio(Activation activation, float z, float a) {
        double exact = activation.value(z);
        double limit = Math.max(ULPS * Math.ulp((float) exact), Float.MIN_NORMAL);
        return Float.isNaN(a) ? Double.POSITIVE_INFINITY : Math.abs(a - exact) / limit;
    }
}
