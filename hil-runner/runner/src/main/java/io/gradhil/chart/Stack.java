package io.gradhil.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/** Parts of a whole: one bar for all of them, and one line of words for each. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Stack {
    private static final int MARGIN = 12;
    private static final double SMALL = 11.5;
    private static final int ROW = 20;
    private static final int BAR_TOP = 54;
    private static final int BAR = 18;
    private static final double FAINTEST = 0.3;

    private record Part(String name, double size) {}

    private final String title;
    private final String unit;
    private final double whole;
    private final List<Part> parts = new ArrayList<>();

    /** Makes an empty stack. */
    public Stack(String title, String unit, double whole) {
        this.title = title;
        this.unit = unit;
        this.whole = whole;
    }

    /** Adds a part; one of size 0 is left out. */
    public Stack part(String name, double size) {
        if (size > 0) {
            parts.add(new Part(name, size));
        }
        return this;
    }

    /** Draws all parts, the first one darkest; what is left of the whole stays empty. */
    public Drawing draw(int width) {
        Drawing drawing = new Drawing(title, width, BAR_TOP + BAR + MARGIN * 2 + parts.size() * ROW);
        double used = parts.stream().mapToDouble(Part::size).sum();
        text(drawing, Ink.TEXT, 14, Mark.Anchor.START, MARGIN, 22, title);
        String sum = String.format(Locale.ROOT, "%,.0f of %,.0f %s, %.0f %%", used, whole, unit, 100 * used / whole);
        text(drawing, Ink.MUTED, SMALL, Mark.Anchor.START, MARGIN, 42, sum);
        double length = width - 2.0 * MARGIN;
        drawing.add(new Mark.Boxes(Ink.GRID, 1, List.of(new Mark.Box(MARGIN, BAR_TOP, length, BAR))));
        double x = MARGIN;
        for (int i = 0; i < parts.size(); i++) {
            double share = length * parts.get(i).size / Math.max(whole, used);
            double opacity = 1 - (1 - FAINTEST) * i / Math.max(1, parts.size() - 1);
            drawing.add(new Mark.Boxes(
                    Ink.BOARD, opacity, List.of(new Mark.Box(x, BAR_TOP, Math.max(0.5, share - 1), BAR))));
            row(drawing, i, opacity);
            x += share;
        }
        return drawing;
    }

    private void row(Drawing drawing, int i, double opacity) {
        double y = BAR_TOP + BAR + MARGIN + i * ROW + 10.0;
        drawing.add(new Mark.Boxes(Ink.BOARD, opacity, List.of(new Mark.Box(MARGIN, y - 8, 10, 10))));
        text(drawing, Ink.TEXT, SMALL, Mark.Anchor.START, MARGIN + 18, y + 1, parts.get(i).name);
        String size = String.format(Locale.ROOT, "%,.0f", parts.get(i).size);
        text(drawing, Ink.MUTED, SMALL, Mark.Anchor.END, 200, y + 1, size);
    }

    private static void text(
            Drawing drawing, Ink ink, double size, Mark.Anchor anchor, double x, double y, String words) {
        drawing.add(new Mark.Text(ink, size, ink == Ink.TEXT && size > SMALL, anchor, x, y, words));
    }
}
