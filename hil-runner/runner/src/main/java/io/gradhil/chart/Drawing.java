package io.gradhil.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apiguardian.api.API;

/** A picture of lines, boxes and words. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Drawing {
    /** Pixels of a PNG for each pixel of the drawing: sharp on paper and on dense screens. */
    private static final int PNG_SCALE = 2;

    private final String title;
    private final int width;
    private final int height;
    private final List<Mark> marks = new ArrayList<>();

    Drawing(String title, int width, int height) {
        this.title = title;
        this.width = width;
        this.height = height;
    }

    void add(Mark mark) {
        marks.add(mark);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Returns what the picture shows, in a few words. */
    public String title() {
        return title;
    }

    /**
     * Returns the picture as SVG, whole and without references: in a file of its own or within a page. It follows the reader's choice of
     * light or dark; a page may override each colour with a property {@code --ink-NAME}.
     */
    public String svg() {
        StringBuilder out = new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " role=\"img\" font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\">",
                width, height, width, height));
        out.append("<title>")
                .append(escape(title))
                .append("</title><style>")
                .append(style())
                .append("</style>");
        out.append("<rect class=\"f paper\" width=\"100%\" height=\"100%\"/>");
        marks.forEach(mark -> mark.svg(out));
        return out.append("</svg>").toString();
    }

    private static String style() {
        StringBuilder out =
                new StringBuilder(".drawing .l{fill:none;stroke:var(--c);stroke-linejoin:round;stroke-linecap:round}"
                        + ".drawing .f{fill:var(--c)}");
        for (Ink ink : Ink.values()) {
            out.append(rule(ink, false));
        }
        out.append("@media (prefers-color-scheme:dark){");
        for (Ink ink : Ink.values()) {
            out.append(rule(ink, true));
        }
        return out.append('}').toString();
    }

    private static String rule(Ink ink, boolean onDark) {
        return ".drawing ." + ink.cssName() + "{--c:var(--ink-" + ink.cssName() + "," + ink.css(onDark) + ")}";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Returns the picture as PNG, on light paper. Needs fonts on the machine. */
    public byte[] png() {
        BufferedImage image = new BufferedImage(width * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(PNG_SCALE, PNG_SCALE);
            graphics.setColor(new Color(Ink.PAPER.light()));
            graphics.fillRect(0, 0, width, height);
            marks.forEach(mark -> mark.paint(graphics));
        } finally {
            graphics.dispose();
        }
        return encode(image);
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
