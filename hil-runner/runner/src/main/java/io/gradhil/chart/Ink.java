package io.gradhil.chart;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Colours by what they stand for, on light and on dark paper. What has to be told apart is so for colour-blind eyes as well: the hues
 * are those of Okabe and Ito, "Color Universal Design", 2008.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Ink {
    /** The paper. */
    PAPER(0xFFFFFF, 0x15181D),
    /** Titles and values. */
    TEXT(0x1F2328, 0xE6E9EE),
    /** Labels, and limits. */
    MUTED(0x5A6270, 0x9BA4B3),
    /** Lines that help the eye. */
    GRID(0xE4E7EB, 0x2B313A),
    /** What the board computed. */
    BOARD(0x0072B2, 0x56B4E9),
    /** What the reference says. */
    REFERENCE(0xE69F00, 0xE69F00),
    /** What is beyond its limit. */
    WRONG(0xD55E00, 0xFF7F3F);

    private final int light;
    private final int dark;

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
    }

    /** Returns the colour on light paper, 24 bits of red, green and blue. */
    int light() {
        return light;
    }

    /** Returns the colour on light or on dark paper as CSS writes it: {@code "#0072b2"}. */
    public String css(boolean onDark) {
        return String.format(Locale.ROOT, "#%06x", onDark ? dark : light);
    }

    /** Returns the name of its CSS class and of the property that may override it: {@code "board"}. */
    public String cssName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
