package io.gradhil.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.testing.Tools;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DrawingTests {
    private static final double[] XS = {1, 2, 3};

    private static Document parse(Drawing drawing) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(drawing.svg())));
    }

    private static String path(Drawing drawing, String classes) throws Exception {
        NodeList paths = parse(drawing).getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            if (paths.item(i)
                    .getAttributes()
                    .getNamedItem("class")
                    .getTextContent()
                    .equals(classes)) {
                return paths.item(i).getAttributes().getNamedItem("d").getTextContent();
            }
        }
        return "no path " + classes;
    }

    private static Plot plot() {
        return new Plot("Loss <of> \"all\" & more", "batches", "loss");
    }

    @Test
    void svg_is_well_formed_whatever_the_words() throws Exception {
        Drawing drawing = plot().line("board", Ink.BOARD, 1, XS, XS).draw(480, 300);

        assertThat(parse(drawing).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Loss <of> \"all\" & more");
    }

    @Test
    void svg_refers_to_nothing_outside() {
        Drawing drawing = plot().line("board", Ink.BOARD, 1, XS, XS).draw(480, 300);

        assertThat(drawing.svg().replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http", "url(", "@import", "href");
    }

    @Test
    void axes_are_labelled() {
        Drawing drawing = plot().line("board", Ink.BOARD, 1, XS, XS).draw(480, 300);

        assertThat(drawing.svg()).contains(">batches</text>", ">loss</text>", ">board</text>");
    }

    @Test
    void nan_interrupts_a_line() throws Exception {
        Drawing drawing = plot().line("", Ink.BOARD, 1, new double[] {1, 2, 3, 4}, new double[] {1, 2, Double.NaN, 2})
                .draw(480, 300);

        assertThat(path(drawing, "l board")).containsPattern("M.*L.*M").doesNotContain("NaN");
    }

    @Test
    void rising_values_rise_on_the_drawing() throws Exception {
        String path = path(plot().line("", Ink.BOARD, 1, XS, XS).draw(478, 300), "l board");

        double[] ys = Arrays.stream(path.substring(1).split("L"))
                .mapToDouble(point -> Double.parseDouble(point.split(" ")[1]))
                .toArray();
        assertThat(ys[0]).isGreaterThan(ys[1]);
        assertThat(ys[1]).isGreaterThan(ys[2]);
    }

    @Test
    void plot_of_nothing_is_drawn() throws Exception {
        assertThat(parse(plot().draw(480, 300)).getElementsByTagName("text").getLength())
                .isPositive();
        assertThat(parse(plot().logarithmic()
                        .line("x", Ink.BOARD, 1, new double[0], new double[0])
                        .draw(480, 300)))
                .isNotNull();
    }

    @Test
    void png_has_the_board_s_colour_on_white_paper() throws Exception {
        Tools.need("fc-list");
        Drawing drawing = plot().line("board", Ink.BOARD, 4, XS, XS).draw(480, 300);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawing.png()));

        assertThat(image.getWidth()).isEqualTo(960);
        assertThat(image.getHeight()).isEqualTo(600);
        int[] pixels = image.getRGB(0, 0, 960, 600, null, 0, 960);
        assertThat(pixels).contains(0xFFFFFFFF, 0xFF000000 | Ink.BOARD.light());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.001, 1", "0.125, 1", "0.126, 2", "1, 8", "1.0001, 9", "Infinity, 9", "NaN, 9"})
    void shade_tells_nothing_a_share_and_beyond_apart(double share, int shade) {
        assertThat(HeatMap.shade(share)).isEqualTo(shade);
    }

    @Test
    void heat_map_shows_a_wrong_cell_even_where_neighbours_are_drawn_as_one() throws Exception {
        double[] shares = new double[1000 * 1000];
        shares[77_777] = 2;

        Drawing drawing = new HeatMap("error", "error / limit")
                .matrix("dense1.weight", 1000, 1000, shares)
                .draw(640, 400);

        assertThat(path(drawing, "f wrong")).startsWith("M");
        assertThat(drawing.svg()).contains("beyond; each cell is the worst of").hasSizeLessThan(600_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "10, 10", "11, 0"})
    void few_wrong_cells_are_framed(int wrong, int frames) {
        double[] shares = new double[100];
        Arrays.fill(shares, 0, wrong, 2);

        String svg = new HeatMap("error", "error / limit")
                .matrix("w", 10, 10, shares)
                .draw(300, 300)
                .svg();

        assertThat(svg.split("class=\"l wrong\"", -1)).hasSize(frames + 1);
    }

    @Test
    void what_is_counted_has_whole_ticks_only() {
        double[] counts = {1, 2, 3};

        assertThat(plot().line("", Ink.BOARD, 1, counts, counts).draw(480, 300).svg())
                .contains("y=\"271\">1</text>", "y=\"271\">2</text>", "y=\"271\">3</text>")
                .doesNotContain("y=\"271\">1.5</text>");
        assertThat(plot().line("", Ink.BOARD, 1, new double[] {1, 2.5, 3}, counts)
                        .draw(480, 300)
                        .svg())
                .contains("y=\"271\">1.5</text>");
    }

    @Test
    void heat_map_rejects_a_matrix_of_another_size() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeatMap("error", "").matrix("w", 2, 3, new double[5]))
                .withMessage("w: 5 shares for 2 x 3");
    }

    @Test
    void stack_says_how_much_of_the_whole_is_used() {
        Drawing drawing = new Stack("Memory", "bytes", 1000)
                .part("a", 200)
                .part("none", 0)
                .part("b", 50)
                .draw(300);

        assertThat(drawing.svg()).contains("250 of 1,000 bytes, 25 %").doesNotContain(">none<");
    }
}
