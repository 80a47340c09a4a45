package io.gradhil.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Maps values to a length, linearly or by their logarithm.
 *
 * @param label what the values are, with their unit
 * @param low value at the beginning
 * @param high value at the end, above {@code low}
 * @param logarithmic whether equal lengths are equal factors; then {@code low} is above 0
 */
record Axis(String label, double low, double high, boolean logarithmic) {
    private static final double WANTED_TICKS = 6;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** Makes an axis that holds all finite values (of a logarithmic one: above 0), with ends that are ticks. */
    static Axis over(String label, boolean logarithmic, DoubleStream values) {
        double[] usable = values.filter(value -> Double.isFinite(value) && (!logarithmic || value > 0))
                .sorted()
                .toArray();
        if (usable.length == 0) {
            return new Axis(label, logarithmic ? 0.1 : 0, 1, logarithmic);
        }
        double low = usable[0];
        double high = usable[usable.length - 1];
        if (logarithmic) {
            return new Axis(
                    label, roundLog(low, false), Math.max(roundLog(high, true), 2 * roundLog(low, false)), true);
        }
        double step = step(low, high);
        double first = Math.floor(low / step) * step;
        return new Axis(label, first, Math.max(Math.ceil(high / step) * step, first + step), false);
    }

    /** Rounds to 1, 2 or 5 times a power of ten. */
    private static double roundLog(double value, boolean up) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double[] steps = {power, 2 * power, 5 * power, 10 * power};
        if (up) {
            return DoubleStream.of(steps)
                    .filter(step -> step >= value)
                    .findFirst()
                    .orElse(10 * power);
        }
        return DoubleStream.of(steps).filter(step -> step <= value).max().orElse(power);
    }

    private static double step(double low, double high) {
        double range = high > low ? high - low : Math.max(Math.abs(high), 1);
        double raw = range / WANTED_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double factor = raw / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    /** Returns where a value lies, 0 at the beginning and 1 at the end; NaN where the axis cannot show it. */
    double position(double value) {
        if (logarithmic) {
            return value > 0 ? Math.log(value / low) / Math.log(high / low) : Double.NaN;
        }
        return (value - low) / (high - low);
    }

    /** Returns round values within the axis, in order. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            boolean narrow = high / low <= 150;
            int decades = (int) Math.round(Math.log10(high / low));
            int every = Math.max(1, (int) Math.ceil(decades / WANTED_TICKS));
            for (int exponent = (int) Math.floor(Math.log10(low) + 1e-9);
                    Math.pow(10, exponent) <= high * (1 + 1e-9);
                    exponent += narrow ? 1 : every) {
                for (double digit : narrow ? new double[] {1, 2, 5} : new double[] {1}) {
                    addWithin(ticks, digit * Math.pow(10, exponent));
                }
            }
            return ticks;
        }
        double step = step(low, high);
        for (long i = Math.round(low / step); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private void addWithin(List<Double> ticks, double value) {
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
            ticks.add(value);
        }
    }

    /** Returns a value as short as people write it: {@code "0.05"}, {@code "12,000"}, {@code "10⁻⁷"}. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1e6 || size < 1e-3) {
            int exponent = (int) Math.floor(Math.log10(size) + 1e-9);
            String digits = trimmed(value / Math.pow(10, exponent));
            String sign = digits.equals("1") ? "" : digits.equals("-1") ? "−" : digits + "·";
            return sign + "10" + superscript(exponent);
        }
        return size >= 1000 ? String.format(Locale.ROOT, "%,.0f", value) : trimmed(value);
    }

    private static String trimmed(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.6f", value))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String superscript(int exponent) {
        StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
        String.valueOf(Math.abs(exponent)).chars().forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
        return text.toString();
    }
}
