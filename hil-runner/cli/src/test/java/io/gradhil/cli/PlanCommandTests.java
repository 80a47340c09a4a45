package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.cli.HilCommandTests.Outcome;
import io.gradhil.testing.Tools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks the board {@code host}, whose plan is computed by the same function as any board's. */
class PlanCommandTests {
    @BeforeEach
    void needBoard() {
        Tools.need("cc", "cmake");
    }

    private static Outcome plan(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "plan";
        all[1] = "--board=host";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return HilCommandTests.hil(all);
    }

    @Test
    void parts_and_largest_networks_of_adam() {
        Outcome outcome = plan("4-64-32-16-1", "--optimizer=adam");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                network     4-64-32-16-1 relu, linear output, MSE, Adam(0.001, 0.9, 0.999, 1.0E-7), update by step
                parameters     11,780 bytes, 2,945 of them
                gradients      11,780
                activations     1,808 of a group of 4
                deltas              0
                optimizer      23,560
                samples            80
                total          49,008 bytes of 106,496: fits
                largest batch  858,993,459 samples, which are computed as they arrive
                largest width  54 in each of 3 hidden layers
                largest depth  2 hidden layers of 64
                """, ""));
    }

    @Test
    void online_update_has_no_gradients() {
        Outcome outcome = plan("4-64-32-16-1", "--online");

        assertThat(outcome.line("gradients")).isEqualTo("gradients           0");
        assertThat(outcome.line("total")).isEqualTo("total          12,764 bytes of 106,496: fits");
    }

    @Test
    void what_does_not_fit_is_answered_with_the_bytes_and_exit_code_1() {
        Outcome outcome = plan("300-300-100-10");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.line("total")).isEqualTo("total         982,800 bytes of 106,496: does not fit");
        assertThat(outcome.line("largest depth")).isEqualTo("largest depth  none fits");
    }

    @Test
    void narrow_networks_end_at_the_boards_number_of_layers() {
        assertThat(plan("1-2-1").line("largest depth"))
                .isEqualTo("largest depth  15 hidden layers of 2, the most that the board takes");
        assertThat(plan("3-1").line("largest width")).isEqualTo("largest width  no hidden layer to widen");
    }

    @Test
    void sizes_that_are_none_are_wrong_usage() {
        Outcome outcome = plan("4-0-1");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("Sizes \"4-0-1\" are not valid; ");
    }
}
