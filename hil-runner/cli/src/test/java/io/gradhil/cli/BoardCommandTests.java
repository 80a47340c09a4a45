package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.BoardLease;
import io.gradhil.rehearsal.Bench;
import io.gradhil.report.StepListener;
import io.gradhil.testing.Tools;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands for boards on USB, with two boards of a bench, and with none. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "benches are made on Linux only")
class BoardCommandTests {
    private static Bench bench;

    record Outcome(int exitCode, String out, String err) {}

    @BeforeAll
    static void openBench() {
        Tools.need("openocd");
        bench = Bench.open(2);
        bench.properties().forEach(System::setProperty);
    }

    @AfterAll
    static void closeBench() {
        if (bench != null) { // OpenOCD is there
            bench.properties().keySet().forEach(System::clearProperty);
            bench.close();
        }
    }

    private static Outcome hil(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = HilCommand.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = line.execute(arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static String serial(int board) {
        return bench.boards().get(board).serial();
    }

    @Test
    void boards_lists_kinds_and_what_is_attached() {
        Outcome outcome = hil("boards");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("host     the firmware built for this machine")
                .contains("\nOn USB, looked for in " + bench.serialFolder() + ":\n")
                .endsWith("  nucleo:bench1  ST-LINK " + serial(0) + " at "
                        + bench.boards().get(0).byId()
                        + ", free\n  nucleo:bench2  ST-LINK " + serial(1) + " at "
                        + bench.boards().get(1).byId()
                        + ", free\n");
    }

    @Test
    void boards_says_who_uses_one() {
        try (BoardLease lease = BoardLease.take(serial(1), "a test", Duration.ofSeconds(5), StepListener.NONE)) {
            assertThat(lease).isNotNull();

            assertThat(hil("boards").out())
                    .containsPattern("nucleo:bench1 .*, free\n")
                    .containsPattern("nucleo:bench2 .*, in use by .*, process "
                            + ProcessHandle.current().pid() + ", since .*Z, for a test\n");
        }
    }

    @Test
    void boards_names_a_file_whose_board_is_not_attached() {
        bench.boards().get(1).unplug();
        try {
            assertThat(hil("boards").out())
                    .contains("  nucleo:bench2  not attached; ")
                    .endsWith("bench2.properties names ST-LINK " + serial(1) + "\n");
        } finally {
            bench.boards().get(1).plug();
        }
    }

    @Test
    void flash_then_reset_then_monitor() {
        Outcome flash = hil("flash", "--board=nucleo:bench1");
        assertThat(flash.err()).isEmpty();
        assertThat(flash.exitCode()).isZero();
        assertThat(flash.out())
                .containsPattern("(?m)^flash     nucleo:bench1, .*gradhil-f411re.elf$")
                .containsPattern("(?m)^openocd   (written and verified|unchanged, verified on the chip)$")
                .containsPattern("(?m)^board     nucleo:bench1 runs .*gradhil-f411re.elf$");

        assertThat(hil("flash", "--board=nucleo:bench1").out()).contains("openocd   unchanged, verified on the chip\n");

        assertThat(hil("reset", "--board=nucleo:bench1")).isEqualTo(new Outcome(0, """
                lease     free
                openocd run reset, as configured
                reset     nucleo:bench1
                """, ""));

        Outcome monitor = hil("monitor", "--board=nucleo:bench1", "--for=3");
        assertThat(monitor.exitCode()).isZero();
        assertThat(monitor.out())
                .startsWith(
                        "lease     free\nboard     nucleo:bench1; > to the board, < from it: type, sequence number, content\n")
                .containsPattern("> HELLO                1  4 bytes: 04 00 00 00\n")
                .containsPattern("< HELLO reply .* protocol version 4, build id [0-9a-f]{32}, 100 MHz, .* 0 crashes\n")
                .containsPattern(
                        "< STATS reply .* frames, 0 damaged, 0 bytes lost, 0 line errors, stack .* of 4,096 bytes\n");
    }

    @Test
    void doctor_finds_nothing_wrong_with_two_flashed_boards() {
        hil("flash", "--board=nucleo:bench1");
        hil("flash", "--board=nucleo:bench2");

        Outcome doctor = hil("doctor");

        assertThat(doctor.out().lines().map(line -> line.split(" +", 3)[0] + " " + line.split(" +", 3)[1]))
                .containsExactly(
                        "ok OpenOCD",
                        "ok firmware",
                        "ok virtual",
                        "ok board",
                        "ok lease",
                        "ok probe",
                        "ok port",
                        "ok board",
                        "ok lease",
                        "ok probe",
                        "ok port");
        assertThat(doctor.out())
                .containsPattern(
                        "(?m)^ok    probe      ST-LINK firmware V2J[0-9]+[A-Z0-9]*, the chip has 3\\.[0-9]{2} V$")
                .containsPattern(
                        "(?m)^ok    port       opens, the firmware answers; [0-9.]+ kB/s each way at once, 0 bad frames$");
        assertThat(doctor.exitCode()).isZero();
    }

    @Test
    void doctor_leaves_a_board_alone_that_is_in_use() {
        try (BoardLease lease = BoardLease.take(serial(0), "a test", Duration.ofSeconds(5), StepListener.NONE)) {
            assertThat(lease).isNotNull();

            Outcome doctor = hil("doctor");

            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out()).containsPattern(Pattern.compile("""
                    (?m)^wrong lease      in use by .*
                          for a test
                            Do:   let that run end; nothing else was looked at$"""));
        }
    }

    @Test
    void without_a_board_doctor_says_where_it_looked_and_what_to_do(@TempDir Path nothing) {
        System.setProperty("hil.serial.dir", nothing.toString());
        try {
            Outcome doctor = hil("doctor");

            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out())
                    .contains("\nok    virtual    the simulated board runs it and answers, at 100 MHz of its time\n")
                    .endsWith(
                            "wrong ST-LINK    none, looked for in " + nothing
                                    + "\n        Do:   plug a board in; if one is, see hil-runner/docs/troubleshooting.md, BoardNotFoundException\n");
            assertThat(hil("boards").out()).contains("\nOn USB, looked for in " + nothing + ":\n  none\n");
        } finally {
            System.setProperty("hil.serial.dir", bench.serialFolder().toString());
        }
    }
}
