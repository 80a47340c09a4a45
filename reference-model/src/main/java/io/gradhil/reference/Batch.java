package io.gradhil.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Holds samples as every engine gets them: float32, row by row, each row the inputs and then the targets. Immutable; arrays are
 * copied on the way in and out.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Batch {

    private final int inputs;
    private final int outputs;
    private final float[] values;
    private final @Nullable Standardisation standardisation;

    private Batch(int inputs, int outputs, float[] values, @Nullable Standardisation standardisation) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.values = values;
        this.standardisation = standardisation;
    }

    /**
     * Build a batch from rows.
     *
     * @param inputs number of inputs in a row, 1 to 65535
     * @param outputs number of targets in a row, 1 to 65535
     * @param rows at least one, each of {@code inputs + outputs} finite values
     * @return the batch, never null
     * @throws IllegalArgumentException if a size is out of range, there is no row, a row is of another length or a value is NaN or
     *     infinite
     */
    public static Batch ofRows(int inputs, int outputs, List<float[]> rows) {
        int width = requireWidth(inputs, outputs);
        float[] values = new float[Math.multiplyExact(requireNotEmpty(rows.size()), width)];
        for (int row = 0; row < rows.size(); row++) {
            float[] from = rows.get(row);
            if (from.length != width) {
                throw new IllegalArgumentException("Row " + row + " has " + from.length + " values; it must have "
                        + width + " (" + inputs + " inputs, " + outputs + " targets).");
            }
            System.arraycopy(from, 0, values, row * width, width);
        }
        return finite(inputs, outputs, values);
    }

    /**
     * Build a batch from the stream of its values.
     *
     * @param inputs number of inputs in a row, 1 to 65535
     * @param outputs number of targets in a row, 1 to 65535
     * @param values (B, inputs + outputs) row-major, finite, B at least 1
     * @return the batch, never null
     * @throws IllegalArgumentException if a size is out of range, there is no row, the last row is incomplete or a value is NaN or
     *     infinite
     */
    public static Batch of(int inputs, int outputs, float[] values) {
        int width = requireWidth(inputs, outputs);
        requireNotEmpty(values.length);
        if (values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " values are not whole rows; a row has " + width + " ("
                    + inputs + " inputs, " + outputs + " targets).");
        }
        return finite(inputs, outputs, values.clone());
    }

    private static Batch finite(int inputs, int outputs, float[] values) {
        Batch batch = new Batch(inputs, outputs, values, null);
        batch.requireFinite();
        return batch;
    }

    /**
     * Note how the values were made, which allows a shorter form on the way to a board. Nobody has to believe it: a value that is
     * not what it should be goes as it is.
     *
     * @param made of as many columns as a row has
     * @return a batch of the same values
     * @throws IllegalArgumentException if the number of columns is another
     */
    public Batch standardised(Standardisation made) {
        if (made.columns() != width()) {
            throw new IllegalArgumentException(
                    "A standardisation of " + made.columns() + " columns does not fit rows of " + width() + " values.");
        }
        return new Batch(inputs, outputs, values, made);
    }

    /**
     * Tell how the values were made.
     *
     * @return empty if that is not known
     */
    public Optional<Standardisation> standardisation() {
        return Optional.ofNullable(standardisation);
    }

    private static int requireWidth(int inputs, int outputs) {
        LayerSpec.requireSize("Number of inputs", inputs);
        LayerSpec.requireSize("Number of outputs", outputs);
        return inputs + outputs;
    }

    private static int requireNotEmpty(int size) {
        if (size == 0) {
            throw new IllegalArgumentException("A batch of 0 rows is not valid; it must have at least 1.");
        }
        return size;
    }

    private void requireFinite() {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("Row " + i / width() + ", column " + i % width() + " is " + values[i]
                        + "; every value must be finite.");
            }
        }
    }

    /**
     * Give the number of rows.
     *
     * @return at least 1
     */
    public int size() {
        return values.length / width();
    }

    /**
     * Give the number of inputs in a row.
     *
     * @return at least 1
     */
    public int inputs() {
        return inputs;
    }

    /**
     * Give the number of targets in a row.
     *
     * @return at least 1
     */
    public int outputs() {
        return outputs;
    }

    private int width() {
        return inputs + outputs;
    }

    /**
     * Give the stream that is sent to a board.
     *
     * @return a copy, (B, inputs + outputs) row-major
     */
    public float[] values() {
        return values.clone();
    }

    /**
     * Give one row.
     *
     * @param index 0 to {@code size() - 1}
     * @return a copy: the inputs, then the targets
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public float[] row(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(
                    "Row " + index + " does not exist; 0 to " + (size() - 1) + " are valid.");
        }
        return Arrays.copyOfRange(values, index * width(), (index + 1) * width());
    }

    /**
     * Convert the inputs, exactly.
     *
     * @return a copy, (B, inputs) row-major
     */
    public double[] inputValues() {
        return columns(0, inputs);
    }

    /**
     * Convert the targets, exactly.
     *
     * @return a copy, (B, outputs) row-major
     */
    public double[] targetValues() {
        return columns(inputs, outputs);
    }

    private double[] columns(int from, int count) {
        double[] columns = new double[size() * count];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = values[i / count * width() + from + i % count];
        }
        return columns;
    }
}
