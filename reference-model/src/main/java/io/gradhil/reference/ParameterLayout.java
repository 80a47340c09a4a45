package io.gradhil.reference;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Numbers all parameters of a network, as on the wire: layer by layer, the weight matrix row by row (one row per output), then
 * the bias. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ParameterLayout {

    private final List<ParameterBlock> blocks;
    private final int count;

    private ParameterLayout(List<ParameterBlock> blocks, int count) {
        this.blocks = List.copyOf(blocks);
        this.count = count;
    }

    /** @throws IllegalArgumentException if there are more parameters than an array holds */
    static ParameterLayout of(int inputs, List<LayerSpec> layers) {
        List<ParameterBlock> blocks = new ArrayList<>();
        long offset = 0;
        int columns = inputs;
        for (int layer = 0; layer < layers.size(); layer++) {
            int rows = layers.get(layer).outputs();
            String name = "dense" + (layer + 1);
            long bias = requireIndex(offset + (long) rows * columns);
            blocks.add(new ParameterBlock(name + ".weight", layer, (int) offset, rows, columns));
            blocks.add(new ParameterBlock(name + ".bias", layer, (int) bias, rows, 1));
            offset = requireIndex(bias + rows);
            columns = rows;
        }
        return new ParameterLayout(blocks, (int) offset);
    }

    private static long requireIndex(long count) {
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A network of at least " + count + " parameters is too large; "
                    + Integer.MAX_VALUE + " are valid.");
        }
        return count;
    }

    /**
     * Give the number of parameters.
     *
     * @return at least 2
     */
    public int count() {
        return count;
    }

    /**
     * List all blocks in the order of their offsets.
     *
     * @return two for each layer: weight, bias
     */
    public List<ParameterBlock> blocks() {
        return blocks;
    }

    /**
     * Find a block by name.
     *
     * @param name such as "dense1.weight"
     * @return the block, never null
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    public ParameterBlock block(String name) {
        for (ParameterBlock block : blocks) {
            if (block.name().equals(name)) {
                return block;
            }
        }
        List<String> names = blocks.stream().map(ParameterBlock::name).toList();
        throw new IllegalArgumentException(
                "No parameters are named \"" + name + "\"; there are " + String.join(", ", names) + ".");
    }

    /**
     * Find the block that holds a parameter.
     *
     * @param index 0 to {@code count() - 1}
     * @return the block, never null
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    public ParameterBlock blockOf(int index) {
        for (ParameterBlock block : blocks) {
            if (index >= block.offset() && index - block.offset() < block.size()) {
                return block;
            }
        }
        throw new IndexOutOfBoundsException(
                "Parameter number " + index + " does not exist; 0 to " + (count - 1) + " are valid.");
    }

    /**
     * Name a parameter.
     *
     * @param index 0 to {@code count() - 1}
     * @return such as "dense2.weight[3][17]" (row, column) or "dense2.bias[3]", indices from 0
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    public String describe(int index) {
        return blockOf(index).describe(index);
    }

    /**
     * List all blocks with their shapes.
     *
     * @return such as "dense1.weight 64x4, dense1.bias 64"
     */
    @Override
    public String toString() {
        return blocks.stream()
                .map(block -> block.name() + " " + block.rows() + (block.isBias() ? "" : "x" + block.columns()))
                .collect(joining(", "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterLayout && blocks.equals(((ParameterLayout) other).blocks);
    }

    @Override
    public int hashCode() {
        return blocks.hashCode();
    }
}
