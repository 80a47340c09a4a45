package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CcppTests {

    /** From the data set's description. */
    private static final double[] MEANS = {19.6512, 54.3058, 1013.2591, 73.3090, 454.3650};

    private static final double[] DEVIATIONS = {7.4521, 12.7072, 5.9385, 14.5995, 17.0661};

    @Test
    void real_rows_hash_to_the_known_sha256() {
        assertThat(CcppDigest.sha256(CcppCsv.text(RealCcpp.rowsOrSkip()))).isEqualTo(CcppDigest.SHA256);
    }

    @Test
    void real_rows_have_the_published_statistics() {
        Ccpp data = RealCcpp.orSkip();

        assertThat(means(data)).containsExactly(MEANS, within(5e-5));
        assertThat(deviations(data)).containsExactly(DEVIATIONS, within(5e-5));
    }

    @Test
    void first_real_row_is_that_of_the_workbook() {
        assertThat(RealCcpp.orSkip().row(0)).containsExactly(14.96, 41.76, 1024.07, 73.17, 463.26);
    }

    /** Three standard errors of a mean are 0.03 deviations; clipping lowers a deviation by up to 3 %. */
    @Test
    void synthetic_rows_have_the_published_statistics() {
        Ccpp data = synthetic();

        for (int c = 0; c < 5; c++) {
            assertThat(means(data)[c]).isCloseTo(MEANS[c], within(0.05 * DEVIATIONS[c]));
            assertThat(deviations(data)[c]).isCloseTo(DEVIATIONS[c], within(0.05 * DEVIATIONS[c]));
        }
    }

    @Test
    void synthetic_output_falls_with_temperature_as_the_real_one() {
        Ccpp data = synthetic();
        double[] means = means(data);
        double[] deviations = deviations(data);
        double covariance = 0;
        for (int i = 0; i < data.size(); i++) {
            covariance += (data.row(i)[0] - means[0]) * (data.row(i)[4] - means[4]) / data.size();
        }

        assertThat(covariance / deviations[0] / deviations[4]).isCloseTo(-0.948, within(0.01));
    }

    @Test
    void synthetic_rows_are_the_same_on_every_platform() {
        assertThat(CcppDigest.sha256(CcppCsv.text(SyntheticCcpp.rows())))
                .isEqualTo("8cf3a92a57e9973fcf241dce0a54aa687677d601d72d157084c89e1a6a046be3");
    }

    @Test
    void synthetic_rows_stay_within_the_published_ranges() {
        double[] minima = {1.81, 25.36, 992.89, 25.56, 420.26};
        double[] maxima = {37.11, 81.56, 1033.30, 100.16, 495.76};
        Ccpp data = synthetic();

        for (int i = 0; i < data.size(); i++) {
            for (int c = 0; c < 5; c++) {
                assertThat(data.row(i)[c]).isBetween(minima[c], maxima[c]);
            }
        }
    }

    private static Ccpp synthetic() {
        List<String> rows = SyntheticCcpp.rows();
        return new Ccpp(rows, new CcppSource(CcppSource.Kind.SYNTHETIC, "", ""));
    }

    private static double[] means(Ccpp data) {
        double[] means = new double[5];
        for (int i = 0; i < data.size(); i++) {
            for (int c = 0; c < 5; c++) {
                means[c] += data.row(i)[c] / data.size();
            }
        }
        return means;
    }

    private static double[] deviations(Ccpp data) {
        double[] means = means(data);
        double[] deviations = new double[5];
        for (int i = 0; i < data.size(); i++) {
            for (int c = 0; c < 5; c++) {
                deviations[c] += Math.pow(data.row(i)[c] - means[c], 2) / data.size();
            }
        }
        for (int c = 0; c < 5; c++) {
            deviations[c] = Math.sqrt(deviations[c]);
        }
        return deviations;
    }
}
