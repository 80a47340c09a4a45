package io.gradhil.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.UnknownBoardException;
import org.junit.jupiter.api.Test;

class BoardsTests {
    @Test
    void boards_are_found_and_sorted_by_name() {
        assertThat(Boards.all())
                .extracting(BoardProvider::name)
                .contains("host", "qemu")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void board_is_found_by_name() {
        assertThat(Boards.named("qemu").name()).isEqualTo("qemu");
    }

    @Test
    void unknown_name_is_answered_with_the_valid_ones() {
        assertThatExceptionOfType(UnknownBoardException.class)
                .isThrownBy(() -> Boards.named("quemu"))
                .withMessageStartingWith("Unknown board \"quemu\"\n  Do:   choose one of:\n          ")
                .withMessageContaining("\n          host     the firmware built for this machine, not the ARM image;"
                        + " needs gcc and cmake")
                .withMessageContaining(
                        "\n          qemu     the ARM image in QEMU's netduinoplus2; needs qemu-system-arm");
    }

    @Test
    void names_are_exact() {
        assertThatExceptionOfType(UnknownBoardException.class).isThrownBy(() -> Boards.named("Qemu"));
    }

    @Test
    void every_description_is_one_line() {
        assertThat(Boards.all())
                .extracting(BoardProvider::description)
                .allMatch(text -> !text.isBlank() && text.lines().count() == 1);
    }
}
