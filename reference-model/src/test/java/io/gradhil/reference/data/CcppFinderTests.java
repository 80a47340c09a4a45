package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CcppFinderTests {

    /** Nothing listens on port 1 of this machine, and nothing may be asked for while it is not needed. */
    private static final CcppDownload NO_DOWNLOAD =
            new CcppDownload(URI.create("http://127.0.0.1:1/"), Duration.ofSeconds(3), Duration.ofSeconds(3));

    @TempDir
    private Path directory;

    private Path cache;
    private Path shared;

    @BeforeEach
    void places() {
        cache = directory.resolve("cache/ccpp.csv");
        shared = directory.resolve("shared.csv");
    }

    @Test
    void takes_the_file_that_is_named() throws IOException {
        Path file = write("named.csv", RealCcpp.rowsOrSkip());

        assertThat(find(file.toString()).describe())
                .isEqualTo("CCPP: 9568 rows from " + file + " (the file that hil.ccpp names)");
    }

    @Test
    void a_named_file_that_does_not_exist_is_an_error() {
        assertThatThrownBy(() -> find("/no/such.csv"))
                .isInstanceOf(CcppUnreadableException.class)
                .hasMessage("Cannot read the CCPP file /no/such.csv: it does not exist."
                        + " Set hil.ccpp to a readable file or to \"synthetic\".");
    }

    @Test
    void a_named_file_with_other_rows_is_an_error() throws IOException {
        Path file = write("named.csv", SyntheticCcpp.rows());

        assertThatThrownBy(() -> find(file.toString()))
                .isInstanceOf(CcppMismatchException.class)
                .hasMessageStartingWith(file + " is not the CCPP data set: ");
    }

    @Test
    void takes_the_cache_before_the_shared_file() throws IOException {
        List<String> rows = RealCcpp.rowsOrSkip();
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, CcppCsv.text(rows));
        Files.writeString(shared, CcppCsv.text(rows));

        assertThat(find(null).describe()).isEqualTo("CCPP: 9568 rows from " + cache + " (the user's cache)");
    }

    @Test
    void takes_the_shared_file_where_there_is_no_cache() throws IOException {
        Files.writeString(shared, CcppCsv.text(RealCcpp.rowsOrSkip()));

        assertThat(find(null).describe())
                .isEqualTo("CCPP: 9568 rows from " + shared + " (the shared file beside the project)");
    }

    @Test
    void passes_a_damaged_cache_over_and_says_so() throws IOException {
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "AT,V\n");
        Files.writeString(shared, CcppCsv.text(RealCcpp.rowsOrSkip()));

        assertThat(find(null).describe())
                .isEqualTo("CCPP: 9568 rows from " + shared + " (the shared file beside the project);"
                        + " cache passed over: " + cache
                        + ", line 1, column AP: it is missing; the header must name AT,V,AP,RH,PE.");
    }

    @Test
    void a_shared_file_with_other_rows_is_an_error() throws IOException {
        Files.writeString(shared, CcppCsv.text(SyntheticCcpp.rows()));

        assertThatThrownBy(() -> find(null)).isInstanceOf(CcppMismatchException.class);
    }

    @Test
    void the_synthetic_set_can_be_asked_for() {
        Ccpp data = find("synthetic");

        assertThat(data.synthetic()).isTrue();
        assertThat(data.describe())
                .isEqualTo("CCPP: SYNTHETIC, 9568 rows drawn from the published means, deviations and correlations,"
                        + " not the real data set; hil.ccpp asks for it");
    }

    @Test
    void without_file_and_network_the_set_is_synthetic_and_says_why() {
        Ccpp data = find(null);

        assertThat(data.synthetic()).isTrue();
        assertThat(data.describe())
                .isEqualTo("CCPP: SYNTHETIC, 9568 rows drawn from the published means, deviations and correlations,"
                        + " not the real data set; no file " + cache + "; no file " + shared
                        + "; download of http://127.0.0.1:1/ failed: cannot connect");
    }

    private Ccpp find(@Nullable String explicit) {
        CcppPlaces places = new CcppPlaces(Optional.ofNullable(explicit), cache, List.of(shared));
        return new CcppFinder(places, NO_DOWNLOAD).find();
    }

    private Path write(String name, List<String> rows) throws IOException {
        return Files.writeString(directory.resolve(name), CcppCsv.text(rows));
    }
}
