package io.gradhil.reference;

import org.apiguardian.api.API;

/**
 * Locates one weight matrix or one bias vector among all parameters.
 *
 * @param name "dense1.weight" or "dense1.bias"; layers are counted from 1 here
 * @param layer index into {@link NetworkSpec#layers()}, from 0
 * @param offset number of its first parameter
 * @param rows one for each output of the layer
 * @param columns one for each input of the layer; 1 for a bias
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ParameterBlock(String name, int layer, int offset, int rows, int columns) {

    /**
     * Give the number of parameters.
     *
     * @return rows times columns
     */
    public int size() {
        return rows * columns;
    }

    /**
     * Tell a bias from a weight matrix.
     *
     * @return whether this is a bias vector
     */
    public boolean isBias() {
        return name.endsWith(".bias");
    }

    String describe(int index) {
        int local = index - offset;
        return isBias() ? name + "[" + local + "]" : name + "[" + local / columns + "][" + local % columns + "]";
    }
}
