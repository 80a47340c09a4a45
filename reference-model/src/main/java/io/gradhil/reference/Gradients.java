package io.gradhil.reference;

import java.util.Arrays;
import org.apiguardian.api.API;

/** Holds one value for each parameter of a network, found by the parameter's name. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Gradients {

    private final ParameterLayout layout;
    private final double[] values;

    /**
     * Name values.
     *
     * @param layout the parameters they belong to
     * @param values one for each parameter, in the order of {@code layout}; copied
     * @throws IllegalArgumentException if their number is not that of the parameters
     */
    public Gradients(ParameterLayout layout, double[] values) {
        this(layout, Network.requireCount("gradients", layout, values.length), values.clone());
    }

    private Gradients(ParameterLayout layout, int count, double[] values) {
        this.layout = layout;
        this.values = values;
    }

    /** Takes {@code values} over without a copy. */
    static Gradients owning(ParameterLayout layout, double[] values) {
        return new Gradients(layout, values.length, values);
    }

    /** The array itself, not to be modified. */
    double[] shared() {
        return values;
    }

    /**
     * Give the parameters the values belong to.
     *
     * @return the layout, never null
     */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * Give all values.
     *
     * @return a copy, in the order of {@link #layout()}
     */
    public double[] values() {
        return values.clone();
    }

    /**
     * Give the values of one weight matrix or bias.
     *
     * @param blockName such as "dense1.weight"
     * @return a copy, (rows, columns) row-major
     * @throws IllegalArgumentException if there is no such block; the message lists all names
     */
    public double[] values(String blockName) {
        ParameterBlock block = layout.block(blockName);
        return Arrays.copyOfRange(values, block.offset(), block.offset() + block.size());
    }

    /**
     * Give one value.
     *
     * @param blockName such as "dense1.weight"
     * @param row output of the layer, from 0
     * @param column input of the layer, from 0; 0 for a bias
     * @return the value
     * @throws IllegalArgumentException if there is no such block; the message lists all names
     * @throws IndexOutOfBoundsException if there is no such row or column
     */
    public double value(String blockName, int row, int column) {
        ParameterBlock block = layout.block(blockName);
        if (row < 0 || row >= block.rows() || column < 0 || column >= block.columns()) {
            throw new IndexOutOfBoundsException(blockName + " has no [" + row + "][" + column + "]; it has "
                    + block.rows() + " rows and " + block.columns() + " columns.");
        }
        return values[block.offset() + row * block.columns() + column];
    }
}
