package io.gradhil.suites.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.layer.Activation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.EagerSession;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How exact TensorFlow's functions are, tried on every 4,096th float32 number of both signs: within 8 ulp, or within 2^-126 where the
 * value is smaller than that.
 *
 * <p>The bounds suppose 4 ulp of an engine ({@code reference-model/docs/derivation.md}, section 4), which TensorFlow does not keep
 * where sigmoid and tanh saturate: measured on x86-64 were 5.8 at sigmoid(-47.95) and 5.1 at tanh(5.86). So for these two, bounds
 * confirm TensorFlow without being proved for it; networks of ReLU and linear layers need no such excuse.
 */
@Tag("tensorflow")
class TensorFlowFunctionTests {
    private static final int STRIDE = 4096;
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
