package io.gradhil.reference;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Says how the columns of a batch were made of decimal numbers: {@code (float) ((decimal - mean) / deviation)}, computed in double and
 * rounded once. In each column the decimals are the smallest one plus a whole multiple of a step, the same in all columns. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Standardisation {

    private final double step;
    private final double[] minima;
    private final double[] means;
    private final double[] deviations;

    /**
     * Describe columns, the inputs and then the targets; the arrays are copied.
     *
     * @param step distance of two decimals, above 0
     * @param minima the smallest decimal of each column
     * @param means what is taken from each column's decimals
     * @param deviations what each column is then divided by, above 0
     * @throws IllegalArgumentException if the arrays are not of one length, or the step or a deviation is not above 0
     */
    public Standardisation(double step, double[] minima, double[] means, double[] deviations) {
        if (minima.length != means.length || means.length != deviations.length) {
            throw new IllegalArgumentException(minima.length + " minima, " + means.length + " means and "
                    + deviations.length + " deviations are not of the same columns.");
        }
        requirePositive("Step", step);
        for (double deviation : deviations) {
            requirePositive("Deviation", deviation);
        }
        this.step = step;
        this.minima = minima.clone();
        this.means = means.clone();
        this.deviations = deviations.clone();
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " " + value + " is not valid; it must be above 0.");
        }
    }

    /**
     * Describe the columns of rows by mean and population standard deviation of a part of them.
     *
     * @param step distance of two decimals
     * @param all every row, at least one
     * @param part those that count for mean and deviation, at least two that differ in every column
     */
    public static Standardisation of(double step, List<double[]> all, List<double[]> part) {
        double[] means = means(part);
        return new Standardisation(step, minima(all), means, deviations(part, means));
    }

    private static double[] minima(List<double[]> rows) {
        double[] minima = rows.get(0).clone();
        for (double[] row : rows) {
            for (int c = 0; c < minima.length; c++) {
                minima[c] = Math.min(minima[c], row[c]);
            }
        }
        return minima;
    }

    private static double[] means(List<double[]> rows) {
        double[] means = new double[rows.get(0).length];
        for (double[] row : rows) {
            for (int c = 0; c < means.length; c++) {
                means[c] += row[c] / rows.size();
            }
        }
        return means;
    }

    private static double[] deviations(List<double[]> rows, double[] means) {
        double[] deviations = new double[means.length];
        for (int c = 0; c < deviations.length; c++) {
            double sum = 0;
            for (double[] row : rows) {
                sum += (row[c] - means[c]) * (row[c] - means[c]);
            }
            deviations[c] = Math.sqrt(sum / rows.size());
        }
        return deviations;
    }

    /**
     * Give the number of columns.
     *
     * @return inputs and targets together
     */
    public int columns() {
        return means.length;
    }

    /**
     * Scale a row of decimals.
     *
     * @param row one for each column; not modified
     * @return what engines get
     */
    public float[] scaled(double[] row) {
        float[] scaled = new float[columns()];
        for (int c = 0; c < scaled.length; c++) {
            scaled[c] = (float) ((row[c] - means[c]) / deviations[c]);
        }
        return scaled;
    }

    /**
     * Give how far apart two neighbouring decimals of a column are after scaling.
     *
     * @param column from 0
     * @return step / deviation
     */
    public double scale(int column) {
        return step / deviations[column];
    }

    /**
     * Give what the smallest decimal of a column becomes.
     *
     * @param column from 0
     * @return (minimum - mean) / deviation
     */
    public double offset(int column) {
        return (minima[column] - means[column]) / deviations[column];
    }

    /**
     * Give a column's mean.
     *
     * @param column from 0
     * @return in the unit of its decimals
     */
    public double mean(int column) {
        return means[column];
    }

    /**
     * Give a column's standard deviation.
     *
     * @param column from 0
     * @return in the unit of its decimals, above 0
     */
    public double deviation(int column) {
        return deviations[column];
    }
}
