package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.BoardResetException;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.protocol.Fault;
import io.gradhil.rehearsal.Bench;
import io.gradhil.report.Step;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.testing.Processes;
import io.gradhil.testing.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Looks at the core through OpenOCD, on a bench. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "benches are made on Linux only")
class NucleoDiagnosisTests {
    private static Bench bench;

    private final List<Step> steps = new ArrayList<>();

    @BeforeAll
    static void openBench() {
        Tools.need("openocd");
        bench = Bench.open(1);
        bench.properties().forEach(System::setProperty);
    }

    @AfterAll
    static void closeBench() {
        if (bench != null) { // OpenOCD is there
            bench.properties().keySet().forEach(System::clearProperty);
            bench.close();
        }
    }

    private HilSession open() {
        return HilSession.open(new HilSettings("nucleo", Duration.ofSeconds(20)), steps::add);
    }

    @Test
    void a_look_reads_the_core_and_lets_it_run_on() {
        try (HilSession session = open()) {
            long resets = session.client().hello().resetCount();

            CoreSnapshot core = session.board().look().orElseThrow();

            assertThat(core.pc()).isBetween(0x08000000, 0x08010000);
            assertThat(core.sp()).isBetween(0x20000000, 0x20001000);
            assertThat(core.stack()).hasSize(CoreSnapshot.STACK_WORDS);
            assertThat(core.exception()).isZero();
            assertThat(core.lockedUp()).isFalse();
            assertThat(session.client().echo(new byte[] {4})).containsExactly(4);
            assertThat(session.client().restart().resetCount()).isEqualTo(resets);
        }
        assertThat(Processes.descendants("openocd")).isEmpty();
    }

    @Test
    void a_hang_that_the_watchdog_ended_is_told_with_its_line() {
        try (HilSession session = open()) {
            assertThatExceptionOfType(BoardResetException.class)
                    .isThrownBy(() -> session.client().fault(Fault.HANG))
                    .withMessageStartingWith("The board was reset during FAULT\n"
                            + "  Seen: reset cause: reset pin, independent watchdog; no new crash record\n"
                            + "        before that, core: ")
                    .withMessageContaining(" board_fault (port/stm32f4/board.c:156)")
                    .withMessageContaining(" fault+0x")
                    .satisfies(e -> assertThat(e.looks()).isNotEmpty());

            assertThat(session.restore().echo(new byte[] {4})).containsExactly(4);
        }
    }
}
