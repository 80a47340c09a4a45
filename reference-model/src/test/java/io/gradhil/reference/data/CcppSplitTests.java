package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradhil.reference.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CcppSplitTests {

    private static final Ccpp DATA = new Ccpp(SyntheticCcpp.rows(), new CcppSource(CcppSource.Kind.SYNTHETIC, "", ""));
    private static final CcppSplit SPLIT = DATA.split(1);

    @Test
    void eighty_percent_of_the_rows_are_for_training() {
        assertThat(SPLIT.trainingSize()).isEqualTo(7654);
        assertThat(SPLIT.heldOut().size()).isEqualTo(1914);
    }

    @Test
    void an_epoch_has_240_batches_of_32_of_which_the_last_is_shorter() {
        List<Batch> batches = SPLIT.trainingBatches(32, 1, 0);

        assertThat(batches).hasSize(240);
        assertThat(batches.get(238).size()).isEqualTo(32);
        assertThat(batches.get(239).size()).isEqualTo(7654 - 239 * 32);
    }

    @Test
    void every_row_of_the_data_set_is_in_exactly_one_place() {
        List<float[]> all = new ArrayList<>(rows(SPLIT.trainingBatches(7654, 1, 0)));
        all.addAll(rows(List.of(SPLIT.heldOut())));

        assertThat(counts(unscaled(all))).isEqualTo(counts(originals()));
    }

    @Test
    void every_epoch_has_the_same_rows_in_another_order() {
        List<float[]> first = rows(SPLIT.trainingBatches(32, 1, 0));
        List<float[]> second = rows(SPLIT.trainingBatches(32, 1, 1));

        assertThat(counts(texts(second))).isEqualTo(counts(texts(first)));
        assertThat(texts(second)).isNotEqualTo(texts(first));
    }

    @Test
    void the_same_seeds_give_the_same_batches() {
        CcppSplit again = DATA.split(1);

        assertThat(texts(rows(again.trainingBatches(32, 7, 3))))
                .isEqualTo(texts(rows(SPLIT.trainingBatches(32, 7, 3))));
    }

    @Test
    void another_seed_gives_another_split() {
        assertThat(DATA.split(2).heldOut().values())
                .isNotEqualTo(SPLIT.heldOut().values());
    }

    @Test
    void the_training_part_has_mean_0_and_deviation_1_in_every_column() {
        List<float[]> rows = rows(SPLIT.trainingBatches(32, 1, 0));

        for (int c = 0; c < 5; c++) {
            double mean = 0;
            double square = 0;
            for (float[] row : rows) {
                mean += row[c] / (double) rows.size();
                square += row[c] * (double) row[c] / rows.size();
            }
            assertThat(mean).isCloseTo(0, within(1e-7));
            assertThat(square).isCloseTo(1, within(1e-7));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7655})
    void rejects_a_batch_size_out_of_range(int batchSize) {
        assertThatThrownBy(() -> SPLIT.trainingBatches(batchSize, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Batch size " + batchSize + " is not valid; it must be 1 to 7654.");
    }

    @Test
    void rejects_a_negative_epoch() {
        assertThatThrownBy(() -> SPLIT.trainingBatches(32, 1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Epoch -1 is not valid; it must be 0 to 2147483647.");
    }

    private static List<float[]> rows(List<Batch> batches) {
        List<float[]> rows = new ArrayList<>();
        for (Batch batch : batches) {
            for (int i = 0; i < batch.size(); i++) {
                rows.add(batch.row(i));
            }
        }
        return rows;
    }

    private static List<String> texts(List<float[]> rows) {
        return rows.stream().map(Arrays::toString).toList();
    }

    /** The target in MW with two decimals: enough to find a row again, together with all others. */
    private static List<String> unscaled(List<float[]> rows) {
        return rows.stream()
                .map(row -> megawatt(row[4] * SPLIT.targetScaleMegawatt() + SPLIT.targetMeanMegawatt()))
                .toList();
    }

    private static List<String> originals() {
        List<String> originals = new ArrayList<>();
        for (int i = 0; i < DATA.size(); i++) {
            originals.add(megawatt(DATA.row(i)[4]));
        }
        return originals;
    }

    private static String megawatt(double value) {
        return String.format("%.2f", value);
    }

    private static Map<String, Integer> counts(List<String> values) {
        Map<String, Integer> counts = new HashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts;
    }
}
