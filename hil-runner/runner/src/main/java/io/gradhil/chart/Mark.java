package io.gradhil.chart;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/** One kind of thing on a drawing, which knows how it is written in each format. Lengths are in pixels, y grows downwards. */
sealed interface Mark {
    /** Appends the mark as an SVG element. */
    void svg(StringBuilder out);

    /** Paints the mark with the colours of light paper. */
    void paint(Graphics2D graphics);

    /** Where a text stands relative to its point. */
    enum Anchor {
        START("start", 0),
        MIDDLE("middle", 0.5),
        END("end", 1);

        private final String css;
        private final double share;

        Anchor(String css, double share) {
            this.css = css;
            this.share = share;
        }
    }

    /** A line through points; NaN interrupts it. */
    record Line(Ink ink, double width, boolean dashed, double[] xs, double[] ys) implements Mark {
        @Override
        public void svg(StringBuilder out) {
            out.append("<path class=\"l ").append(ink.cssName()).append('"');
            out.append(" stroke-width=\"").append(number(width)).append('"');
            out.append(dashed ? " stroke-dasharray=\"4 4\" d=\"" : " d=\"");
            boolean down = false;
            for (int i = 0; i < xs.length; i++) {
                if (Double.isFinite(ys[i])) {
                    out.append(down ? 'L' : 'M')
                            .append(number(xs[i]))
                            .append(' ')
                            .append(number(ys[i]));
                }
                down = Double.isFinite(ys[i]);
            }
            out.append("\"/>");
        }

        @Override
        public void paint(Graphics2D graphics) {
            Path2D path = new Path2D.Double();
            boolean down = false;
            for (int i = 0; i < xs.length; i++) {
                if (Double.isFinite(ys[i])) {
                    if (down) {
                        path.lineTo(xs[i], ys[i]);
                    } else {
                        path.moveTo(xs[i], ys[i]);
                    }
                }
                down = Double.isFinite(ys[i]);
            }
            graphics.setColor(new Color(ink.light()));
            float[] dash = dashed ? new float[] {4, 4} : null;
            graphics.setStroke(
                    new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dash, 0));
            graphics.draw(path);
        }
    }

    /** A rectangle. */
    record Box(double x, double y, double width, double height) {}

    /** Filled rectangles of one colour; one element, for a heat map has thousands. */
    record Boxes(Ink ink, double opacity, List<Box> boxes) implements Mark {
        @Override
        public void svg(StringBuilder out) {
            out.append("<path class=\"f ").append(ink.cssName()).append('"');
            out.append(opacity < 1 ? " fill-opacity=\"" + number(opacity) + "\" d=\"" : " d=\"");
            for (Box box : boxes) {
                out.append('M').append(number(box.x)).append(' ').append(number(box.y));
                out.append('h').append(number(box.width)).append('v').append(number(box.height));
                out.append('h').append(number(-box.width)).append('z');
            }
            out.append("\"/>");
        }

        @Override
        public void paint(Graphics2D graphics) {
            graphics.setColor(new Color(ink.light()));
            graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
            boxes.forEach(box -> graphics.fill(new Rectangle2D.Double(box.x, box.y, box.width, box.height)));
            graphics.setComposite(AlphaComposite.SrcOver);
        }
    }

    /** A line of text. */
    record Text(Ink ink, double size, boolean bold, Anchor anchor, double x, double y, String words) implements Mark {
        @Override
        public void svg(StringBuilder out) {
            out.append("<text class=\"f ")
                    .append(ink.cssName())
                    .append("\" font-size=\"")
                    .append(number(size));
            out.append(bold ? "\" font-weight=\"600" : "");
            out.append("\" text-anchor=\"").append(anchor.css);
            out.append("\" x=\"").append(number(x)).append("\" y=\"").append(number(y));
            out.append("\">").append(Drawing.escape(words)).append("</text>");
        }

        @Override
        public void paint(Graphics2D graphics) {
            graphics.setColor(new Color(ink.light()));
            graphics.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size));
            double width =
                    graphics.getFontMetrics().getStringBounds(words, graphics).getWidth();
            graphics.drawString(words, (float) (x - anchor.share * width), (float) y);
        }
    }

    /** A tenth of a pixel is finer than anyone sees. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
