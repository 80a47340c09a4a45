package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.board.BoardConfig;
import io.gradhil.core.BoardAmbiguousException;
import io.gradhil.core.BoardNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NucleoChoiceTests {
    private static final StLink FIRST = new StLink("066DFF48", "/dev/ttyACM0");
    private static final StLink SECOND = new StLink("066DFF49", "/dev/ttyACM1");
    private static final BoardConfig LEFT = config("left", "066dff48", Optional.empty());

    private static BoardConfig config(String alias, String probe, Optional<Path> port) {
        return new BoardConfig(alias, Path.of(alias + ".properties"), probe, port, Optional.empty(), List.of());
    }

    private static NucleoChoice choose(String which, List<StLink> links, BoardConfig... configs) {
        return NucleoChoice.of(which, links, List.of(configs), "/dev/serial/by-id");
    }

    @Test
    void the_only_board_needs_no_name() {
        assertThat(choose("", List.of(FIRST))).isEqualTo(new NucleoChoice(FIRST, Optional.empty()));
    }

    @Test
    void a_board_has_its_file_by_whatever_name_it_was_chosen() {
        assertThat(choose("", List.of(FIRST), LEFT).config()).contains(LEFT);
        assertThat(choose("066DFF48", List.of(FIRST), LEFT).config()).contains(LEFT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"066DFF48", "066dff48", "left"})
    void one_of_several_is_chosen_by_serial_number_or_alias(String which) {
        assertThat(choose(which, List.of(SECOND, FIRST), LEFT).link()).isEqualTo(FIRST);
    }

    @Test
    void a_part_of_a_serial_number_chooses_nothing() {
        assertThatExceptionOfType(BoardNotFoundException.class).isThrownBy(() -> choose("066DFF", List.of(FIRST)));
    }

    @Test
    void the_port_of_the_file_is_used() {
        BoardConfig own = config("own", "066DFF48", Optional.of(Path.of("/dev/ttyUSB7")));

        assertThat(choose("own", List.of(FIRST), own).link()).isEqualTo(new StLink("066DFF48", "/dev/ttyUSB7"));
    }

    @Test
    void of_two_files_for_a_probe_the_one_that_is_asked_for_counts() {
        BoardConfig other = config("other", "066DFF48", Optional.empty());

        assertThat(choose("other", List.of(FIRST), LEFT, other).config()).contains(other);
        assertThat(choose("left", List.of(FIRST), LEFT, other).config()).contains(LEFT);
    }

    @Test
    void two_boards_are_refused_with_a_name_for_each() {
        assertThatExceptionOfType(BoardAmbiguousException.class)
                .isThrownBy(() -> choose("", List.of(FIRST, SECOND), LEFT))
                .withMessage("""
                        "nucleo" fits 2 boards
                          Do:   choose one with -Dhil.board=NAME:
                                  nucleo:left  ST-LINK 066DFF48 at /dev/ttyACM0
                                  nucleo:066DFF49  ST-LINK 066DFF49 at /dev/ttyACM1""");
    }

    @Test
    void nothing_attached_says_what_was_looked_for_and_where() {
        assertThatExceptionOfType(BoardNotFoundException.class)
                .isThrownBy(() -> choose("", List.of()))
                .withMessage("""
                        No board found: looked for an ST-LINK in /dev/serial/by-id
                          Seen: nothing there
                          Do:   plug the board in, and look with: ./hil doctor""");
    }

    @Test
    void an_alias_whose_probe_is_not_attached_says_which_probe_that_is() {
        assertThatExceptionOfType(BoardNotFoundException.class)
                .isThrownBy(() -> choose("left", List.of(SECOND), LEFT))
                .withMessage("""
                        No board found: looked for the ST-LINK 066dff48 of left.properties in /dev/serial/by-id
                          Seen: nucleo:066DFF49  ST-LINK 066DFF49 at /dev/ttyACM1
                          Do:   plug the board in, and look with: ./hil doctor""");
    }

    @Test
    void an_unknown_name_says_what_is_there_instead() {
        assertThatExceptionOfType(BoardNotFoundException.class)
                .isThrownBy(() -> choose("rihgt", List.of(FIRST), LEFT))
                .withMessage("""
                        No board found: looked for an ST-LINK with serial number or alias rihgt in /dev/serial/by-id
                          Seen: nucleo:left  ST-LINK 066DFF48 at /dev/ttyACM0
                          Do:   plug the board in, and look with: ./hil doctor""");
    }
}
