package io.gradhil.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTests {
    private static final String LINE = "2026-01-01T00:00:00Z\tabc\tvirtual\tstack\t512.0\tbytes\n";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private Path file() {
        return folder.resolve("figures.tsv");
    }

    private History read() {
        return History.read(file(), said::add);
    }

    @Test
    void figures_come_back_in_order_for_their_board() {
        read().append("2026-01-01T00:00:00Z", "abc", "virtual", List.of(new Figure("stack", 512, "bytes")));
        read().append("2026-01-02T00:00:00Z", "abd", "virtual", List.of(new Figure("stack", 640, "bytes")));
        read().append("2026-01-02T00:00:00Z", "abd", "qemu", List.of(new Figure("stack", 1, "bytes")));

        assertThat(read().last("virtual", "stack")).containsExactly(512.0, 640.0);
        assertThat(read().last("virtual", "flash")).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void file_is_the_documented_text() throws IOException {
        read().append("2026-01-01T00:00:00Z", "abc", "virtual", List.of(new Figure("stack", 512, "bytes")));

        assertThat(file()).hasContent("gradhil-history 1\n" + LINE);
    }

    @Test
    void only_the_last_30_are_compared() {
        for (int i = 0; i < 40; i++) {
            read().append("t", "c", "virtual", List.of(new Figure("stack", i, "bytes")));
        }

        assertThat(read().last("virtual", "stack")).hasSize(30).startsWith(10.0).endsWith(39.0);
    }

    @Test
    void newer_version_is_kept_aside_and_a_new_file_begun() throws IOException {
        Files.writeString(file(), "gradhil-history 2\nsomething new\n");

        History history = read();
        history.append("t", "c", "virtual", List.of(new Figure("stack", 512, "bytes")));

        assertThat(said)
                .containsExactly("The history " + file() + " is of a newer version, \"gradhil-history 2\": kept as"
                        + " figures.tsv.aside, the run goes on");
        assertThat(folder.resolve("figures.tsv.aside")).hasContent("gradhil-history 2\nsomething new\n");
        assertThat(read().last("virtual", "stack")).containsExactly(512.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t\tc\tvirtual\tstack\t51",
                "t\tc\tvirtual\tstack\tmany\tbytes\n",
                "t\tc\tvirtual\tstack\tNaN\tbytes\n",
                "\0\0\0\n"
            })
    void damaged_lines_are_left_out_and_the_file_kept_aside(String damage) throws IOException {
        Files.writeString(file(), "gradhil-history 1\n" + LINE + damage);

        List<Double> values = read().last("virtual", "stack");

        assertThat(values).containsExactly(512.0);
        assertThat(said)
                .containsExactly("The history " + file()
                        + " is damaged in 1 of 2 lines: kept as figures.tsv.aside, the run goes on");
        assertThat(folder.resolve("figures.tsv.aside")).exists();
        assertThat(read().last("virtual", "stack"))
                .as("the next run finds it repaired")
                .containsExactly(512.0);
        assertThat(said).hasSize(1);
    }

    @Test
    void something_else_is_kept_aside_each_time_under_another_name() throws IOException {
        for (int i = 0; i < 2; i++) {
            Files.write(file(), new byte[] {1, 2, (byte) 0xFF});
            read();
        }

        assertThat(said)
                .hasSize(2)
                .allMatch(line -> line.contains("is no history of figures: kept as figures.tsv.aside"));
        assertThat(folder.resolve("figures.tsv.aside-2")).exists();
    }

    @Test
    void what_cannot_be_written_is_said_in_one_line() throws IOException {
        Path inside = Files.writeString(folder.resolve("file"), "").resolve("figures.tsv");

        History.read(inside, said::add).append("t", "c", "virtual", List.of(new Figure("stack", 512, "bytes")));

        assertThat(said)
                .containsExactly("The history " + inside + " cannot be written, the figures of this run are not kept:"
                        + " java.nio.file.FileAlreadyExistsException: " + inside.getParent());
    }

    @Test
    void figure_that_would_break_the_file_is_rejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Figure("stack", Double.NaN, "bytes"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Figure("st\tack", 1, "bytes"));
    }
}
