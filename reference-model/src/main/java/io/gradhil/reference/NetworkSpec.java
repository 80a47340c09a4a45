package io.gradhil.reference;

import static java.util.stream.Collectors.joining;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Describes a fully connected network and how it is trained. Immutable.
 *
 * @param inputs number of inputs, 1 to 65535
 * @param layers first to last, at least one
 * @param loss never null
 * @param optimizer never null
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetworkSpec(int inputs, List<LayerSpec> layers, Loss loss, Optimizer optimizer) {

    /**
     * Check all values.
     *
     * @throws IllegalArgumentException if {@code inputs} is out of range, there is no layer or there are too many parameters
     */
    public NetworkSpec {
        LayerSpec.requireSize("Number of inputs", inputs);
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("A network of 0 layers is not valid; it must have at least 1.");
        }
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(optimizer, "optimizer");
        ParameterLayout.of(inputs, layers);
    }

    /**
     * Build a network from its sizes: the last layer is linear, the loss is {@link Loss#MSE}.
     *
     * @param sizes inputs and the outputs of each layer, such as "4-64-32-16-1"
     * @param hidden the activation of all layers but the last
     * @param optimizer how it is trained
     * @return the network, never null
     * @throws IllegalArgumentException if {@code sizes} is not of that form or a size is out of range
     */
    public static NetworkSpec parse(String sizes, Activation hidden, Optimizer optimizer) {
        String[] parts = sizes.split("-", -1);
        if (parts.length < 2) {
            throw badSizes(sizes);
        }
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            layers.add(new LayerSpec(parseSize(sizes, parts[i]), i == parts.length - 1 ? Activation.LINEAR : hidden));
        }
        return new NetworkSpec(parseSize(sizes, parts[0]), layers, Loss.MSE, optimizer);
    }

    private static int parseSize(String sizes, String part) {
        if (!part.matches("[0-9]{1,5}")) {
            throw badSizes(sizes);
        }
        int size = Integer.parseInt(part);
        if (size < 1 || size > LayerSpec.MAX_SIZE) {
            throw badSizes(sizes);
        }
        return size;
    }

    private static IllegalArgumentException badSizes(String sizes) {
        return new IllegalArgumentException(
                "Sizes \"" + sizes + "\" are not valid; give inputs and the outputs of each layer," + " each 1 to "
                        + LayerSpec.MAX_SIZE + ", such as \"4-64-32-16-1\".");
    }

    /**
     * Give the number of outputs of the last layer.
     *
     * @return 1 to 65535
     */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /**
     * Number the parameters.
     *
     * @return the layout, never null
     */
    public ParameterLayout layout() {
        return ParameterLayout.of(inputs, layers);
    }

    /**
     * Change the optimizer.
     *
     * @param other the new optimizer
     * @return a network that is equal in all else
     */
    public NetworkSpec withOptimizer(Optimizer other) {
        return new NetworkSpec(inputs, layers, loss, other);
    }

    /**
     * Describe the network in one line.
     *
     * @return such as "4-64-32-16-1 relu, linear output, MSE, SGD(0.03)"
     */
    @Override
    public String toString() {
        String sizes = layers.stream().map(layer -> "-" + layer.outputs()).collect(joining("", "" + inputs, ""));
        List<LayerSpec> hidden = layers.subList(0, layers.size() - 1);
        String activations =
                hidden.stream().map(NetworkSpec::activationName).distinct().collect(joining("/"));
        if (hidden.stream().map(LayerSpec::activation).distinct().count() > 1) {
            activations = hidden.stream().map(NetworkSpec::activationName).collect(joining("/"));
        }
        return sizes + (hidden.isEmpty() ? "" : " " + activations) + ", "
                + activationName(layers.get(layers.size() - 1)) + " output, " + loss + ", " + optimizer;
    }

    private static String activationName(LayerSpec layer) {
        return layer.activation().name().toLowerCase(Locale.ROOT);
    }
}
