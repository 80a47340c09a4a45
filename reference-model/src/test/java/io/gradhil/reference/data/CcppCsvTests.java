package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CcppCsvTests {

    private static final List<String> ROWS = SyntheticCcpp.rows();

    @Test
    void reads_what_it_writes() {
        assertThat(CcppCsv.parse("a.csv", CcppCsv.text(ROWS))).isEqualTo(ROWS);
    }

    @Test
    void line_ends_spaces_and_trailing_zeros_do_not_matter() {
        String text = CcppCsv.text(ROWS)
                .replace("\n", "\r\n")
                .replace(",", " , ")
                .replaceFirst("(\\d+)\\.(\\d)(\\d)\r", "$1.$2$300\r");

        assertThat(CcppCsv.parse("a.csv", text)).isEqualTo(ROWS);
    }

    @Test
    void columns_may_stand_in_any_order_among_others() {
        StringBuilder text = new StringBuilder("PE,id,RH,AP,V,AT\n");
        for (String row : ROWS) {
            String[] cells = row.split(",");
            text.append(String.join(",", cells[4], "x", cells[3], cells[2], cells[1], cells[0]))
                    .append('\n');
        }

        assertThat(CcppCsv.parse("a.csv", text.toString())).isEqualTo(ROWS);
    }

    @Test
    void rejects_a_missing_column() {
        assertThatThrownBy(() -> CcppCsv.parse("a.csv", "AT,V,AP,RH\n1,2,3,4\n"))
                .isInstanceOf(CcppFormatException.class)
                .hasMessage("a.csv, line 1, column PE: it is missing; the header must name AT,V,AP,RH,PE.");
    }

    @Test
    void rejects_an_empty_file() {
        assertThatThrownBy(() -> CcppCsv.parse("a.csv", ""))
                .isInstanceOf(CcppFormatException.class)
                .hasMessage("a.csv, line 1, column AT: it is missing; the header must name AT,V,AP,RH,PE.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "NaN", "Infinity", "-Infinity", "1e999999999", "0x10", "1 2"})
    void rejects_what_is_not_a_finite_number(String text) {
        assertThatThrownBy(() -> CcppCsv.parse("a.csv", "AT,V,AP,RH,PE\n1,2,3,4,5\n1,2," + text + ",4,5\n"))
                .isInstanceOf(CcppFormatException.class)
                .hasMessage("a.csv, line 3, column AP: \"" + text + "\" is not a finite number.");
    }

    @Test
    void rejects_a_line_that_is_too_short() {
        assertThatThrownBy(() -> CcppCsv.parse("a.csv", "AT,V,AP,RH,PE\n1,2,3\n"))
                .isInstanceOf(CcppFormatException.class)
                .hasMessage("a.csv, line 2, column RH: the line ends before this column.");
    }

    @Test
    void rejects_too_few_rows() {
        assertThatThrownBy(() -> CcppCsv.parse("a.csv", CcppCsv.text(ROWS.subList(0, 100))))
                .isInstanceOf(CcppFormatException.class)
                .hasMessage("a.csv, line 101: the file ends after 100 rows; it must have 9568.");
    }

    @Test
    void a_format_error_carries_file_line_and_column() {
        assertThatThrownBy(() -> CcppCsv.parse("a.csv", "AT,V,AP,RH,PE\n1,x,3,4,5\n"))
                .asInstanceOf(InstanceOfAssertFactories.type(CcppFormatException.class))
                .satisfies(
                        e -> assertThat(List.of(e.file(), e.line(), e.column().orElseThrow()))
                                .isEqualTo(List.of("a.csv", 2, "V")));
    }
}
