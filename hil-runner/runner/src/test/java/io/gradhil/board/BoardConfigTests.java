package io.gradhil.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.BoardConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardConfigTests {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void assertRefused(String text, String message) throws IOException {
        Path file = write("a.properties", text);

        assertThatExceptionOfType(BoardConfigException.class)
                .isThrownBy(() -> BoardConfig.all(folder))
                .withMessage("The board's file " + file + " cannot be used\n" + message);
    }

    @Test
    void files_are_read_by_alias() throws IOException {
        write("b.properties", "probe=2");
        write("a.properties", "probe=1");
        write("README.md", "probe=3");

        assertThat(BoardConfig.all(folder)).extracting(BoardConfig::alias).containsExactly("a", "b");
    }

    @Test
    void all_keys_are_read() throws IOException {
        Path own = write("own.cfg", "");
        Path file = write("a.properties", """
                probe = 066DFF48
                port = /dev/ttyACM3
                uid = 3B0022000751383239393538
                openocd.config = board/st_nucleo_f4.cfg, own.cfg
                """);

        assertThat(BoardConfig.all(folder))
                .containsExactly(new BoardConfig(
                        "a",
                        file,
                        "066DFF48",
                        Optional.of(Path.of("/dev/ttyACM3")),
                        Optional.of("3b0022000751383239393538"),
                        List.of("board/st_nucleo_f4.cfg", own.toString())));
    }

    @Test
    void all_keys_but_the_probe_may_be_left_out() throws IOException {
        Path file = write("a.properties", "probe=1\nport=\n");

        assertThat(BoardConfig.all(folder))
                .containsExactly(new BoardConfig("a", file, "1", Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void a_file_without_a_probe_is_refused() throws IOException {
        assertRefused("uid=3b0022000751383239393538", """
                  Seen: no key "probe"
                  Do:   set it to the ST-LINK's serial number: ./hil boards""".indent(2).stripTrailing());
    }

    @Test
    void an_unknown_key_is_answered_with_the_valid_ones() throws IOException {
        assertRefused("probe=1\nporbe=2", """
                  Seen: unknown key "porbe"
                  Do:   the keys are openocd.config, port, probe, uid""".indent(2).stripTrailing());
    }

    @Test
    void a_unique_id_of_another_length_is_refused() throws IOException {
        assertRefused("probe=1\nuid=3b00", """
                  Seen: uid "3b00"
                  Do:   a unique id has 24 hex digits, as ./hil boards shows it""".indent(2).stripTrailing());
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        Path nowhere = folder.resolve("nowhere");

        assertThatExceptionOfType(BoardConfigException.class)
                .isThrownBy(() -> BoardConfig.all(nowhere))
                .withMessageContaining(nowhere.toString())
                .withMessageEndingWith("name a folder with -Dhil.boards.dir=FOLDER");
    }

    @Test
    void the_projects_own_folder_is_found_from_within_the_project() {
        assertThat(BoardConfig.folder())
                .hasValueSatisfying(found -> assertThat(found).endsWith(Path.of("ci", "boards")));
    }
}
