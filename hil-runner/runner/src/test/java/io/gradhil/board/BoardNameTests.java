package io.gradhil.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.BoardNotFoundException;
import io.gradhil.report.StepListener;
import org.junit.jupiter.api.Test;

class BoardNameTests {
    @Test
    void a_name_without_colon_is_a_kind() {
        assertThat(BoardName.parse("virtual")).isEqualTo(new BoardName("virtual", ""));
    }

    @Test
    void what_follows_the_colon_says_which_one() {
        assertThat(BoardName.parse("nucleo:bench-left")).isEqualTo(new BoardName("nucleo", "bench-left"));
        assertThat(BoardName.parse("nucleo:bench-left")).hasToString("nucleo:bench-left");
    }

    @Test
    void a_kind_is_found_by_a_name_that_says_which_one() {
        assertThat(Boards.named("nucleo:066DFF48").name()).isEqualTo("nucleo");
    }

    @Test
    void a_kind_of_which_there_is_one_refuses_to_be_asked_for_another() {
        assertThatExceptionOfType(BoardNotFoundException.class)
                .isThrownBy(() -> Boards.named("virtual").open("second", StepListener.NONE))
                .withMessageStartingWith("No board found: looked for virtual:second");
    }
}
