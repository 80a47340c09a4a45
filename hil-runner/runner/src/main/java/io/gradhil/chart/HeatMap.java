package io.gradhil.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Matrices side by side, each cell coloured by a share of its limit: 0 is blank, 1 full, and what is beyond has a colour of its own. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class HeatMap {
    /** Shades that an eye can tell apart. */
    private static final int SHADES = 8;

    private static final int MARGIN = 12;
    private static final int TOP = 74;
    private static final int LEGEND = 34;
    private static final double GAP = 36;
    private static final double SMALL_GAP = 4;
    private static final double MAX_CELL = 12;
    /** Below this size neighbours are drawn as one, which shows the worst of them. */
    private static final double MIN_CELL = 2;

    private static final double SMALL = 11.5;
    /** As many cells beyond the limit in a matrix are framed; more of them are seen as they are. */
    private static final int RINGED = 10;

    private static final double RING = 3;

    /**
     * One matrix.
     *
     * @param name above it
     * @param shares row by row, each 0 or above; NaN counts as beyond
     */
    private record Panel(String name, int rows, int columns, double[] shares) {
        /** Returns the matrix with blocks of {@code factor} squared cells made one, the largest of them. */
        Panel coarser(int factor) {
            int newRows = (rows + factor - 1) / factor;
            int newColumns = (columns + factor - 1) / factor;
            double[] largest = new double[newRows * newColumns];
            for (int i = 0; i < shares.length; i++) {
                int to = i / columns / factor * newColumns + i % columns / factor;
                largest[to] = Math.max(largest[to], shares[i]); // NaN stays
            }
            return new Panel(name, newRows, newColumns, largest);
        }
    }

    private final String title;
    private final String scale;
    private final List<Panel> panels = new ArrayList<>();

    /** Makes an empty map; {@code scale} names what the shares are of. */
    public HeatMap(String title, String scale) {
        this.title = title;
        this.scale = scale;
    }

    /** Adds a matrix, given row by row; one without a name belongs to the one before it and stands close to it. */
    public HeatMap matrix(String name, int rows, int columns, double[] shares) {
        if (shares.length != rows * columns) {
            throw new IllegalArgumentException(name + ": " + shares.length + " shares for " + rows + " x " + columns);
        }
        panels.add(new Panel(name, rows, columns, shares));
        return this;
    }

    /** Draws all matrices with cells of one size; the height is what they need, {@code maxHeight} at most. */
    public Drawing draw(int width, int maxHeight) {
        double cell = cell(panels, width, maxHeight);
        int factor = cell < MIN_CELL ? (int) Math.ceil(MIN_CELL / cell) : 1;
        List<Panel> drawn = panels.stream().map(panel -> panel.coarser(factor)).toList();
        double size = cell(drawn, width, maxHeight);
        double body = size * drawn.stream().mapToInt(Panel::rows).max().orElse(0);
        Drawing drawing = new Drawing(title, width, (int) Math.ceil(TOP + body + LEGEND + MARGIN));
        drawing.add(new Mark.Text(Ink.TEXT, 14, true, Mark.Anchor.START, MARGIN, 22, title));
        double x = MARGIN;
        for (Panel panel : drawn) {
            x += panel == drawn.get(0) ? 0 : gap(panel);
            panel(drawing, panel, x, size);
            x += panel.columns * size;
        }
        legend(drawing, factor);
        return drawing;
    }

    private static double cell(List<Panel> panels, int width, int maxHeight) {
        int columns = panels.stream().mapToInt(Panel::columns).sum();
        int rows = panels.stream().mapToInt(Panel::rows).max().orElse(1);
        double gaps = panels.stream().skip(1).mapToDouble(HeatMap::gap).sum();
        double across = (width - 2 * MARGIN - gaps) / columns;
        double down = (double) (maxHeight - TOP - LEGEND - MARGIN) / rows;
        return Math.min(MAX_CELL, Math.min(across, down));
    }

    private static double gap(Panel panel) {
        return panel.name.isEmpty() ? SMALL_GAP : GAP;
    }

    private static void panel(Drawing drawing, Panel panel, double x, double size) {
        drawing.add(new Mark.Text(Ink.MUTED, SMALL, false, Mark.Anchor.START, x, TOP - 8, panel.name));
        List<List<Mark.Box>> shades = Stream.generate(() -> (List<Mark.Box>) new ArrayList<Mark.Box>())
                .limit(SHADES + 2)
                .toList();
        double gap = size > 4 ? 0.5 : 0;
        for (int i = 0; i < panel.shares.length; i++) {
            double left = x + i % panel.columns * size;
            double top = TOP + (double) (i / panel.columns) * size;
            shades.get(shade(panel.shares[i])).add(new Mark.Box(left, top, size - gap, size - gap));
        }
        for (int shade = 0; shade < shades.size(); shade++) {
            if (!shades.get(shade).isEmpty()) {
                drawing.add(boxes(shade, shades.get(shade)));
            }
        }
        List<Mark.Box> beyond = shades.get(SHADES + 1);
        if (beyond.size() <= RINGED) {
            beyond.forEach(cell -> drawing.add(ring(cell)));
        }
    }

    /** Draws a frame around a cell, for the eye to find it. */
    private static Mark.Line ring(Mark.Box cell) {
        double left = cell.x() - RING;
        double right = cell.x() + cell.width() + RING;
        double top = cell.y() - RING;
        double bottom = cell.y() + cell.height() + RING;
        return new Mark.Line(Ink.WRONG, 1.5, false, new double[] {left, right, right, left, left}, new double[] {
            top, top, bottom, bottom, top
        });
    }

    /** Returns 0 for exactly nothing, 1 to {@value #SHADES} for a share of the limit, and one more for what is beyond. */
    static int shade(double share) {
        if (!(share <= 1)) {
            return SHADES + 1;
        }
        return (int) Math.ceil(share * SHADES);
    }

    private static Mark.Boxes boxes(int shade, List<Mark.Box> boxes) {
        if (shade == 0) {
            return new Mark.Boxes(Ink.GRID, 0.6, boxes);
        }
        return shade > SHADES
                ? new Mark.Boxes(Ink.WRONG, 1, boxes)
                : new Mark.Boxes(Ink.BOARD, 0.15 + 0.85 * (shade - 1) / (SHADES - 1), boxes);
    }

    private void legend(Drawing drawing, int factor) {
        double y = drawing.height() - MARGIN - 10;
        double x = MARGIN;
        for (int shade = 0; shade <= SHADES + 1; shade++) {
            x += shade > SHADES ? 34 : 0;
            drawing.add(boxes(shade, List.of(new Mark.Box(x, y, 14, 10))));
            x += 16;
        }
        double ramp = MARGIN + 16 * (SHADES + 1);
        drawing.add(new Mark.Text(Ink.MUTED, SMALL, false, Mark.Anchor.START, MARGIN, y - 5, "0"));
        drawing.add(new Mark.Text(Ink.MUTED, SMALL, false, Mark.Anchor.END, ramp, y - 5, "1"));
        String note = "beyond" + (factor > 1 ? "; each cell is the worst of " + factor + " x " + factor : "");
        drawing.add(new Mark.Text(Ink.MUTED, SMALL, false, Mark.Anchor.START, x + 4, y + 9, note));
        drawing.add(new Mark.Text(Ink.MUTED, SMALL, false, Mark.Anchor.START, MARGIN, 42, scale));
    }
}
