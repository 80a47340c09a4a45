package io.gradhil.judge;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.ParameterBlock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Looks for the cause of wrong gradients: computes what certain mistakes would give, and names the first one that explains the
 * board's numbers. A wrong hint is worse than none, so an explanation has to leave less than a thousandth of the difference open.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class GradientHints {
    private final Network network;
    private final Batch batch;
    private final Comparison comparison;
    private final GradientGap gap;
    private final WrongBackward wrong;
    private final FactorText factorText;
    private final List<ParameterBlock> failing;

    private GradientHints(Network network, Batch batch, Comparison comparison, float[] gradients) {
        this.network = network;
        this.batch = batch;
        this.comparison = comparison;
        this.wrong = new WrongBackward(network, batch);
        this.gap = new GradientGap(gradients, wrong.right());
        this.factorText = new FactorText(batch.size());
        List<String> names =
                comparison.failures().map(Element::parameter).distinct().toList();
        this.failing = network.spec().layout().blocks().stream()
                .filter(block -> names.contains(block.name()))
                .toList();
    }

    /**
     * Names the probable cause.
     *
     * @param network the reference at the board's parameters
     * @param batch the samples
     * @param comparison of all gradients, which does not pass
     * @param gradients the board's
     * @return one sentence, or empty if none of the known mistakes explains the numbers
     */
    public static Optional<String> find(Network network, Batch batch, Comparison comparison, float[] gradients) {
        return new GradientHints(network, batch, comparison, gradients).find();
    }

    private Optional<String> find() {
        Stream<Supplier<Optional<String>>> causes = Stream.of(
                this::oneElement,
                this::allScaled,
                this::transposed,
                this::signHandedBack,
                this::someScaled,
                new LayerHints(network, gap, wrong)::find,
                new SampleHints(batch.size(), gap, wrong)::find);
        return causes.map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> oneElement() {
        return comparison
                .lonely()
                .map(element -> String.format(
                        Locale.ROOT,
                        "%s alone is off, the other %,d gradients are right: it %s",
                        element.name(),
                        comparison.size() - 1,
                        mistake(element)));
    }

    private String mistake(Element element) {
        if (!Float.isFinite(element.actual())) {
            return "is " + element.actual();
        }
        return element.expected() == 0 ? "should be 0" : factorText.of(element.actual() / element.expected());
    }

    private Optional<String> allScaled() {
        OptionalDouble factor = gap.factor();
        return factor.isEmpty()
                ? Optional.empty()
                : Optional.of("every gradient " + factorText.of(factor.getAsDouble()));
    }

    /** Each failing parameter is its reference with rows and columns exchanged. */
    private Optional<String> transposed() {
        return failing.isEmpty() || !failing.stream().allMatch(this::isTransposed)
                ? Optional.empty()
                : Optional.of(gradientOf(failing) + " is transposed: rows and columns are exchanged");
    }

    private boolean isTransposed(ParameterBlock block) {
        return block.rows() > 1 && block.columns() > 1 && gap.isClosedBy(wrong.transposed(block), block);
    }

    private Optional<String> signHandedBack() {
        return network.layers().size() > 2 && gap.isClosedBy(wrong.withSignHandedBack())
                ? Optional.of("what each layer hands back to the one before has its sign flipped")
                : Optional.empty();
    }

    /** All failing parameters are the same multiple of their references. */
    private Optional<String> someScaled() {
        List<OptionalDouble> factors = failing.stream().map(gap::factor).toList();
        if (factors.isEmpty() || factors.contains(OptionalDouble.empty())) {
            return Optional.empty();
        }
        List<String> texts = factors.stream()
                .map(factor -> factorText.of(factor.getAsDouble()))
                .distinct()
                .toList();
        return texts.size() > 1 ? Optional.empty() : Optional.of(gradientOf(failing) + " " + texts.get(0));
    }

    private static String gradientOf(List<ParameterBlock> blocks) {
        return "the gradient of " + blocks.stream().map(ParameterBlock::name).collect(Collectors.joining(", "));
    }
}
