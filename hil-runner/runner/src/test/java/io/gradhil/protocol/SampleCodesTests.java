package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Standardisation;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleCodesTests {
    private static final Path VECTORS =
            Path.of(System.getProperty("gradhil.root"), "firmware", "test", "vectors", "scale.txt");
    private static final int BATCH = 32;
    private static final Ccpp CCPP = Ccpp.find();

    /** Decimals -0.5, -0.25 and so on, halved. */
    private static final Standardisation QUARTERS =
            new Standardisation(0.25, new double[] {-0.5}, new double[] {0}, new double[] {2});

    private static float bits(String hex) {
        return Float.intBitsToFloat(Integer.parseUnsignedInt(hex, 16));
    }

    /** Returns (offset + offset_low) + code * (scale + scale_low) in exact decimals, rounded once. */
    private static float exact(String... f) {
        BigDecimal scale = new BigDecimal(bits(f[0])).add(new BigDecimal(bits(f[1])));
        BigDecimal offset = new BigDecimal(bits(f[2])).add(new BigDecimal(bits(f[3])));
        return Float.parseFloat(offset.add(scale.multiply(new BigDecimal(f[4]))).toString());
    }

    /** All rows, cut into batches: the training part in the order of an epoch, and the held-out part. */
    private static List<Batch> batches(CcppSplit data) {
        List<Batch> batches = new ArrayList<>(data.trainingBatches(BATCH, 1, 0));
        Batch heldOut = data.heldOut();
        for (int from = 0; from < heldOut.size(); from += BATCH) {
            List<float[]> rows = new ArrayList<>();
            for (int i = from; i < Math.min(from + BATCH, heldOut.size()); i++) {
                rows.add(heldOut.row(i));
            }
            batches.add(Batch.ofRows(heldOut.inputs(), heldOut.outputs(), rows));
        }
        return batches;
    }

    @Test
    void a_code_stands_for_what_the_firmware_makes_of_it() throws IOException {
        List<String> lines = Files.readAllLines(VECTORS).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(lines).hasSizeGreaterThan(300);
        for (String line : lines) {
            String[] f = line.split(" ");
            SampleCodes codes = SampleCodes.ofColumn(bits(f[0]), bits(f[1]), bits(f[2]), bits(f[3]));
            assertThat(Float.floatToRawIntBits(codes.value(0, Integer.parseInt(f[4]))))
                    .as(line)
                    .isEqualTo(Float.floatToRawIntBits(bits(f[5])))
                    .isEqualTo(Float.floatToRawIntBits(exact(f)));
        }
    }

    @Test
    void all_rows_of_ccpp_have_codes_of_the_same_bits() {
        CcppSplit data = CCPP.split(1);
        SampleCodes codes = SampleCodes.of(data.heldOut().standardisation().orElseThrow());
        List<Batch> batches = batches(data);
        int rows = 0;
        int coded = 0;
        for (Batch batch : batches) {
            short[] encoded = codes.encode(batch.values()).orElse(new short[0]);
            coded += encoded.length > 0 ? 1 : 0;
            rows += batch.size();
            for (int i = 0; i < encoded.length; i++) {
                float value = codes.value(i % codes.columns(), Short.toUnsignedInt(encoded[i]));
                assertThat(Float.floatToRawIntBits(value)).isEqualTo(Float.floatToRawIntBits(batch.values()[i]));
            }
        }
        System.out.println(
                CCPP.describe() + ": " + coded + " of " + batches.size() + " batches go as codes of 16 bits");
        assertThat(rows).isEqualTo(9568);
        assertThat(coded).isEqualTo(batches.size());
    }

    @Test
    void codes_count_the_steps_from_the_smallest_decimal() {
        assertThat(SampleCodes.of(QUARTERS).encode(new float[] {-0.25f, -0.125f, 0, 8191.625f}))
                .hasValueSatisfying(
                        codes -> assertThat(codes).containsExactly((short) 0, (short) 1, (short) 2, (short) 0xFFFF));
    }

    @Test
    void what_no_code_stands_for_is_not_encoded() {
        SampleCodes codes = SampleCodes.of(QUARTERS);

        assertThat(codes.encode(new float[] {0, -0.375f}))
                .as("below the smallest")
                .isEmpty();
        assertThat(codes.encode(new float[] {8191.75f})).as("code 65536").isEmpty();
        assertThat(codes.encode(new float[] {0.1f})).as("between two").isEmpty();
        assertThat(codes.encode(new float[] {Math.nextUp(1f)}))
                .as("the last bit")
                .isEmpty();
        assertThat(codes.encode(new float[] {-0f})).as("-0").isEmpty();
        assertThat(codes.encode(new float[] {Float.NaN})).as("NaN").isEmpty();
    }

    @Test
    void scale_begins_with_the_first_column_and_has_four_floats_for_each() {
        ByteBuffer payload = Wire.little(100);

        SampleCodes.of(new Standardisation(0.5, new double[] {0, 3}, new double[] {1, 1}, new double[] {1, 4}))
                .putScales(payload);

        payload.flip();
        assertThat(payload.getInt()).isZero();
        float[] numbers = new float[8];
        payload.asFloatBuffer().get(numbers);
        assertThat(payload.remaining()).isEqualTo(32);
        assertThat(numbers).containsExactly(0.5f, 0, -1, 0, 0.125f, 0, 0.5f, 0);
    }

    @Test
    void the_low_parts_are_what_rounding_took() {
        ByteBuffer payload = Wire.little(20);
        double third = 1 / 3.0;

        SampleCodes.of(new Standardisation(1, new double[] {1}, new double[] {0}, new double[] {3}))
                .putScales(payload);

        for (int at : new int[] {4, 12}) {
            assertThat((double) payload.getFloat(at) + payload.getFloat(at + 4)).isCloseTo(third, within(0x1p-50));
            assertThat(payload.getFloat(at)).isEqualTo((float) third);
        }
    }

    @Test
    void more_columns_than_a_frame_describes_are_rejected() {
        double[] ones = new double[64];
        Arrays.fill(ones, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleCodes.of(new Standardisation(1, ones, ones, ones)))
                .withMessage("64 columns; codes are for at most 63");
    }
}
