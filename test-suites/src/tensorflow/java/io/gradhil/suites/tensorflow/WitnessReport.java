package io.gradhil.suites.tensorflow;

import io.gradhil.judge.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What three engines computed side by side.
 *
 * @param batches in the order of training
 * @param points at which parameters were looked at, in the order of training, the last after all updates
 */
record WitnessReport(List<WitnessBatch> batches, List<WitnessPoint> points) {

    /** Returns all comparisons in lockstep. */
    List<Comparison> lockstep() {
        return points.stream().flatMap(point -> point.lockstep().stream()).toList();
    }

    /** Returns the points up to and with the first at which an engine is further away than rounding explains. */
    List<WitnessPoint> untilParted(Function<WitnessPoint, WitnessPoint.Distance> engine) {
        List<WitnessPoint> until = new ArrayList<>();
        for (WitnessPoint point : points) {
            until.add(point);
            if (point.parted(engine.apply(point))) {
                break;
            }
        }
        return until;
    }

    /** Tells whether an engine is ever further away than rounding explains: it took a decision otherwise, or it is wrong. */
    boolean parted(Function<WitnessPoint, WitnessPoint.Distance> engine) {
        return points.stream().anyMatch(point -> point.parted(engine.apply(point)));
    }

    /**
     * Returns how far an engine's loss of an epoch may be from the reference's: six digits, and once it has parted, to first order,
     * {@code |grad C| |dw|} more.
     */
    double lossLimit(WitnessEpoch epoch, Function<WitnessPoint, WitnessPoint.Distance> engine) {
        double distance = parted(engine) ? farthest(engine) : 0;
        return WitnessEpoch.SIX_DIGITS * epoch.reference() + epoch.gradientNorm() * distance;
    }

    /** Returns the largest distance of an engine's parameters from the reference's. */
    private double farthest(Function<WitnessPoint, WitnessPoint.Distance> engine) {
        return points.stream()
                .mapToDouble(point -> engine.apply(point).parameters())
                .max()
                .orElseThrow();
    }

    /** Returns the means over each epoch's samples. */
    List<WitnessEpoch> epochs() {
        List<WitnessEpoch> epochs = new ArrayList<>();
        int last = batches.get(batches.size() - 1).epoch();
        for (int epoch = 1; epoch <= last; epoch++) {
            epochs.add(epoch(epoch));
        }
        return epochs;
    }

    private WitnessEpoch epoch(int number) {
        List<WitnessBatch> own =
                batches.stream().filter(batch -> batch.epoch() == number).toList();
        return new WitnessEpoch(
                number,
                mean(own, WitnessBatch::board),
                mean(own, WitnessBatch::tensorFlow),
                mean(own, WitnessBatch::reference),
                mean(own, WitnessBatch::gradientNorm));
    }

    private static double mean(List<WitnessBatch> batches, ToDoubleFunction<WitnessBatch> value) {
        double sum = 0;
        int samples = 0;
        for (WitnessBatch batch : batches) {
            sum += value.applyAsDouble(batch) * batch.samples();
            samples += batch.samples();
        }
        return sum / samples;
    }
}
