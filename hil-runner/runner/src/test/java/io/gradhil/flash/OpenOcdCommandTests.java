package io.gradhil.flash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenOcdCommandTests {
    private static final OpenOcdTarget TARGET = new OpenOcdTarget(
            "nucleo:a", "066DFF48", List.of("board/st_nucleo_f4.cfg", "/b/own.cfg"), Optional.empty());

    /** Two OpenOCDs collide on their ports, and without a serial number the first probe is taken. */
    @Test
    void ports_are_closed_and_the_probe_is_pinned() {
        assertThat(OpenOcdCommand.of(TARGET, Connection.CONFIGURED, "go"))
                .containsExactly(
                        "openocd",
                        "-c",
                        "gdb_port disabled; tcl_port disabled; telnet_port disabled",
                        "-f",
                        "board/st_nucleo_f4.cfg",
                        "-f",
                        "/b/own.cfg",
                        "-c",
                        "adapter serial 066DFF48",
                        "-c",
                        "go");
    }

    @Test
    void connecting_under_reset_comes_after_the_configuration_that_it_overrides() {
        assertThat(OpenOcdCommand.of(TARGET, Connection.UNDER_RESET_SLOW, "go"))
                .containsSubsequence(
                        "adapter serial 066DFF48", "reset_config connect_assert_srst", "adapter speed 480", "go");
    }

    @Test
    void no_transport_is_named_and_no_argument_has_double_quotes() {
        for (Connection connection : Connection.values()) {
            assertThat(OpenOcdCommand.of(TARGET, connection, "gradhil_flash"))
                    .noneMatch(argument -> argument.contains("transport") || argument.contains("\""));
        }
    }

    @Test
    void a_path_with_spaces_is_one_word_of_tcl() {
        assertThat(OpenOcdCommand.quoted(Path.of("/a b/c.elf"))).isEqualTo("{/a b/c.elf}");
    }
}
