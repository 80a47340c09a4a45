package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CcppDigestTests {

    @Test
    void real_rows_pass() {
        List<String> rows = RealCcpp.rowsOrSkip();

        assertThatCode(() -> CcppDigest.verify("a.csv", rows)).doesNotThrowAnyException();
    }

    @Test
    void one_changed_digit_is_refused_with_both_hashes_and_the_rows_among_which_it_is() {
        List<String> rows = new ArrayList<>(RealCcpp.rowsOrSkip());
        rows.set(5000, rows.get(5000).replaceFirst("[0-9]", "9"));
        String hash = CcppDigest.sha256(CcppCsv.text(rows));

        assertThatThrownBy(() -> CcppDigest.verify("a.csv", rows))
                .isInstanceOf(CcppMismatchException.class)
                .hasMessage("a.csv is not the CCPP data set: the SHA-256 of its rows is " + hash + " and must be "
                        + "3c1fc11025f8424f8d95802d8b7086dffd3f73a552c6dcab3d973620986194b2;"
                        + " it has 9568 rows, as it must, and the first that differs is among rows 4785 to 5083.");
    }

    @Test
    void a_row_too_many_at_the_end_is_named_as_such() {
        List<String> rows = new ArrayList<>(RealCcpp.rowsOrSkip());
        rows.add(rows.get(0));

        assertThatThrownBy(() -> CcppDigest.verify("a.csv", rows))
                .isInstanceOf(CcppMismatchException.class)
                .hasMessageEndingWith("; it has 9569 rows instead of 9568, and the first 9568 are right.");
    }

    @Test
    void other_rows_differ_from_the_first_block_on() {
        List<String> rows = SyntheticCcpp.rows();

        assertThatThrownBy(() -> CcppDigest.verify("a.csv", rows))
                .asInstanceOf(InstanceOfAssertFactories.type(CcppMismatchException.class))
                .satisfies(e -> assertThat(e.actualSha256()).isEqualTo(CcppDigest.sha256(CcppCsv.text(rows))))
                .extracting(Throwable::getMessage)
                .asString()
                .endsWith("; it has 9568 rows, as it must, and the first that differs is among rows 1 to 299.");
    }
}
