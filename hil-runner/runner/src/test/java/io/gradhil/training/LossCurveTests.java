package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class LossCurveTests {
    private static final float H = 0x1p-7f;

    private static LossCurve around(float at, DoubleUnaryOperator loss) {
        float[] points = {at - 2 * H, at - H, at, at + H, at + 2 * H};
        float[] losses = new float[5];
        for (int i = 0; i < 5; i++) {
            losses[i] = (float) loss.applyAsDouble(points[i]);
        }
        return new LossCurve(H, points, losses);
    }

    @Test
    void parabola_has_no_truncation_error_and_no_kink() {
        LossCurve curve = around(0.25f, x -> x * x);

        assertThat(curve.slope()).isEqualTo(0.5);
        assertThat(curve.truncation()).isZero();
        assertThat(curve.kink()).isZero();
        assertThat(curve.fourthDifference()).isZero();
    }

    @Test
    void truncation_of_a_cubic_is_three_times_its_error() {
        LossCurve curve = around(0, x -> x * x * x);

        assertThat(curve.slope()).isEqualTo(H * H);
        assertThat(curve.truncation()).isEqualTo(3 * H * H);
    }

    @Test
    void kink_anywhere_puts_the_slope_off_by_no_more_than_the_tolerance() {
        for (int k = -63; k <= 63; k++) {
            float kink = k * H / 32;
            LossCurve curve = around(0, x -> Math.max(0, x - kink));
            double slope = kink < 0 ? 1 : kink > 0 ? 0 : 0.5;

            assertThat(Math.abs(curve.slope() - slope))
                    .as("kink at %s h", k / 32.0)
                    .isLessThanOrEqualTo(curve.truncation() + curve.kink() + 1e-12);
        }
    }

    @Test
    void fourth_difference_shows_rounding() {
        LossCurve curve = new LossCurve(H, new float[] {-2, -1, 0, 1, 2}, new float[] {1, 1, Math.nextUp(1f), 1, 1});

        assertThat(curve.fourthDifference()).isEqualTo(6 * Math.ulp(1f), within(1e-12));
        assertThat(curve.halfUlp()).isEqualTo(Math.ulp(1f) / 2.0);
    }

    @Test
    void distance_of_points_that_were_rounded_is_taken_as_it_is() {
        float at = 1 + Math.ulp(1f);
        float step = 0x1.000002p-7f;
        float[] points = {at - 2 * step, at - step, at, at + step, at + 2 * step};

        assertThat(new LossCurve(step, points, points).slope()).isEqualTo(1);
    }
}
