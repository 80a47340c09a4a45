package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.BoardContract;
import io.gradhil.rehearsal.Bench;
import io.gradhil.testing.Tools;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The board {@code nucleo} on a bench: OpenOCD and the serial port are real, what is behind them is not. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "benches are made on Linux only")
class NucleoBoardTests extends BoardContract {
    private static Bench bench;

    NucleoBoardTests() {
        super(new NucleoBoardProvider());
    }

    @BeforeAll
    static void openBench() {
        Tools.need("openocd");
        bench = Bench.open(1);
        bench.properties().forEach(System::setProperty);
    }

    @AfterAll
    static void closeBench() {
        bench.properties().keySet().forEach(System::clearProperty);
        bench.close();
    }

    @Test
    void says_which_probe_and_port_it_is() {
        board.flash(image);

        assertThat(board.name()).isEqualTo("nucleo:bench1");
        assertThat(board.state())
                .isEqualTo("ST-LINK " + bench.boards().get(0).serial() + " at "
                        + bench.boards().get(0).byId());
    }
}
