package io.gradhil.reference.data;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Standardisation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apiguardian.api.API;

/**
 * Holds a {@link Ccpp} split in two and scaled: {@code (x - mean) / deviation} for inputs and target, mean and population standard
 * deviation being those of the training part. Computed in double, then rounded to float32, once and for all engines. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CcppSplit {

    private static final double TRAINING_SHARE = 0.8;

    /** All columns have two decimals. */
    private static final double STEP = 0.01;

    private final List<float[]> training;
    private final Batch heldOut;
    private final Standardisation standardisation;

    private CcppSplit(List<double[]> training, List<double[]> heldOut) {
        List<double[]> all = new ArrayList<>(training);
        all.addAll(heldOut);
        this.standardisation = Standardisation.of(STEP, all, training);
        this.training = training.stream().map(standardisation::scaled).toList();
        this.heldOut = batch(heldOut.stream().map(standardisation::scaled).toList());
    }

    static CcppSplit of(Ccpp data, long seed) {
        int[] order = Shuffle.permutation(data.size(), new SplittableRandom(seed));
        int trainingRows = (int) (TRAINING_SHARE * data.size());
        List<double[]> training = new ArrayList<>();
        List<double[]> heldOut = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            (i < trainingRows ? training : heldOut).add(data.row(order[i]));
        }
        return new CcppSplit(training, heldOut);
    }

    private Batch batch(List<float[]> rows) {
        return Batch.ofRows(Ccpp.INPUTS, 1, rows).standardised(standardisation);
    }

    /**
     * Give the number of rows in the training part.
     *
     * @return 7654
     */
    public int trainingSize() {
        return training.size();
    }

    /**
     * Cut the training part into batches, in a new order for each epoch.
     *
     * @param batchSize rows in a batch, 1 to {@link #trainingSize()}; the last batch may have fewer
     * @param seed the same seed and epoch give the same batches
     * @param epoch from 0
     * @return all batches; each row is in exactly one
     * @throws IllegalArgumentException if {@code batchSize} is out of range or {@code epoch} is negative
     */
    public List<Batch> trainingBatches(int batchSize, long seed, int epoch) {
        requireRange("Batch size", batchSize, 1, training.size());
        requireRange("Epoch", epoch, 0, Integer.MAX_VALUE);
        int[] order = Shuffle.permutation(training.size(), randomOf(seed, epoch));
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += batchSize) {
            List<float[]> rows = new ArrayList<>();
            for (int i = from; i < Math.min(from + batchSize, order.length); i++) {
                rows.add(training.get(order[i]));
            }
            batches.add(batch(rows));
        }
        return List.copyOf(batches);
    }

    private static SplittableRandom randomOf(long seed, int epoch) {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int e = 0; e < epoch; e++) {
            seeds.nextLong();
        }
        return new SplittableRandom(seeds.nextLong());
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " " + value + " is not valid; it must be " + min + " to " + max + ".");
        }
    }

    /**
     * Give the held-out part.
     *
     * @return its 1914 rows as one batch
     */
    public Batch heldOut() {
        return heldOut;
    }

    /**
     * Give the mean of the target in the training part, which is 0 after scaling.
     *
     * @return in MW
     */
    public double targetMeanMegawatt() {
        return standardisation.mean(Ccpp.INPUTS);
    }

    /**
     * Give the standard deviation of the target in the training part: an error of 1 after scaling is as many MW.
     *
     * @return in MW, above 0
     */
    public double targetScaleMegawatt() {
        return standardisation.deviation(Ccpp.INPUTS);
    }
}
