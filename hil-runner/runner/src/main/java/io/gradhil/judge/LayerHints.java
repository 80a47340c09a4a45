package io.gradhil.judge;

import io.gradhil.reference.Network;
import io.gradhil.reference.layer.Activation;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks for a mistake that is made in one layer, or in several: an activation is one piece of code, and so is a layer. */
final class LayerHints {
    private final Network network;
    private final GradientGap gap;
    private final WrongBackward wrong;

    LayerHints(Network network, GradientGap gap, WrongBackward wrong) {
        this.network = network;
        this.gap = gap;
        this.wrong = wrong;
    }

    /** Names the mistake and the layers. */
    Optional<String> find() {
        return explained(wrong::withoutDerivative)
                .map(layers -> "the derivative of the activation is missing in " + layers)
                .or(() -> explained(wrong::withoutBias)
                        .map(layers -> "the bias is not added on the way forward in " + layers));
    }

    /** Tries each layer, then all layers with the same activation, then all. */
    private Optional<String> explained(Function<IntPredicate, double[]> mistake) {
        Stream<IntPredicate> one = layers().mapToObj(layer -> l -> l == layer);
        Stream<IntPredicate> alike = Stream.of(Activation.values()).map(activation -> l -> activation(l) == activation);
        Stream<IntPredicate> all = Stream.of(l -> true);
        return Stream.of(one, alike, all)
                .flatMap(some -> some)
                .filter(some -> gap.isClosedBy(mistake.apply(some)))
                .map(this::names)
                .findFirst();
    }

    private IntStream layers() {
        return IntStream.range(0, network.layers().size());
    }

    private Activation activation(int layer) {
        return network.spec().layers().get(layer).activation();
    }

    private String names(IntPredicate some) {
        return layers().filter(some).mapToObj(l -> "dense" + (l + 1)).collect(Collectors.joining(", "));
    }
}
