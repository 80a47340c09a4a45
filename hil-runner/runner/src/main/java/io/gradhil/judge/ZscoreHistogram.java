package io.gradhil.judge;

import java.util.Locale;

/** Counts zscores by size. */
final class ZscoreHistogram {
    private static final double[] EDGES = {1, 2, 4, 8};

    private final int[] counts = new int[EDGES.length + 1];
    private int exact;

    ZscoreHistogram(Comparison comparison) {
        comparison.elements().forEach(this::add);
    }

    private void add(Element element) {
        double size = Math.abs(element.zscore());
        if (element.actual() == element.expected()) {
            exact++;
            return;
        }
        int bin = 0;
        while (bin < EDGES.length && !(size <= EDGES[bin])) {
            bin++;
        }
        counts[bin]++;
    }

    /** Returns for example {@code "exact 12, up to 1: 300, 2: 40, 4: 3, 8: 0, beyond: 1"}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "exact %,d, up to", exact));
        for (int bin = 0; bin < EDGES.length; bin++) {
            text.append(String.format(Locale.ROOT, " %.0f: %,d,", EDGES[bin], counts[bin]));
        }
        return text.append(String.format(Locale.ROOT, " beyond: %,d", counts[EDGES.length]))
                .toString();
    }
}
