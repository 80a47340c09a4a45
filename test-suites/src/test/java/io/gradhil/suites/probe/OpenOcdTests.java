package io.gradhil.suites.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.Firmware;
import io.gradhil.rehearsal.Bench;
import io.gradhil.rehearsal.BenchBoard;
import io.gradhil.suites.Tools;
import io.gradhil.virtual.VirtualNucleo;
import java.io.IOException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenOCD does with a virtual board behind a virtual ST-LINK what it does with hardware, through both families of the probe's commands. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a bench needs pseudo-terminals")
@Timeout(120)
class OpenOcdTests {
    private static final FirmwareImage IMAGE = Firmware.image(FirmwareTarget.F411RE);
    /** str r0, [r1]; b . */
    private static final String STORE_AND_STAY = "mwh 0x20004000 0x6008; mwh 0x20004002 0xe7fe";

    private Bench bench;
    private BenchBoard board;

    @BeforeEach
    void open() {
        Tools.require("openocd");
        bench = Bench.open(2);
        board = bench.boards().get(0);
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    private static String program() {
        return "program " + IMAGE.path().toAbsolutePath() + " verify reset";
    }

    private static boolean holdsFirmware(BenchBoard board) {
        return is(board, nucleo -> nucleo.core().read(0x08000000, 4) != -1);
    }

    private static boolean is(BenchBoard board, Predicate<VirtualNucleo> claim) {
        return board.thread().call(claim::test);
    }

    @ParameterizedTest
    @EnumSource
    void an_image_is_programmed_verified_and_started(OpenOcd openOcd) throws Exception {
        String output = openOcd.run(bench, board, program());

        assertThat(output)
                .contains("STLINK V2J40M27 (API v2) VID:PID 0483:374B", "** Verified OK **", "** Resetting Target **");
        assertThat(is(board, nucleo -> nucleo.core().isHalted() || nucleo.core().isLockedUp()))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_board_is_reached_while_it_is_held_in_reset(OpenOcd openOcd) throws Exception {
        String underReset = "reset_config srst_only srst_nogate connect_assert_srst";

        assertThat(openOcd.run(bench, board, underReset, program())).contains("** Verified OK **");
        assertThat(is(board, VirtualNucleo::isHeldInReset)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void without_a_work_area_the_probe_writes_the_flash_itself(OpenOcd openOcd) throws Exception {
        String output = openOcd.run(
                bench,
                board,
                "init; reset init; [target current] configure -work-area-size 0",
                "flash fillw 0x08004000 0x12345678 64",
                "echo [read_memory 0x080040fc 32 2]");

        assertThat(output).contains("not enough working area").contains("0x12345678 0xffffffff");
    }

    @ParameterizedTest
    @EnumSource
    void a_change_in_the_flash_fails_the_verification(OpenOcd openOcd) throws Exception {
        openOcd.run(bench, board, program());
        board.thread().call(nucleo -> {
            nucleo.faults().flipMemoryBit(0x08000123, 5, nucleo.cycles());
            return null;
        });

        OpenOcd.Result result = openOcd.attempt(
                bench,
                board.serial(),
                "init; reset init",
                "verify_image " + IMAGE.path().toAbsolutePath());

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("diff 0 address 0x08000123");
    }

    @ParameterizedTest
    @EnumSource
    void the_core_halts_at_the_reset_vector_and_steps(OpenOcd openOcd) throws Exception {
        openOcd.run(bench, board, program());

        String output = openOcd.run(
                bench,
                board,
                "init; reset halt",
                "echo \"at vector: [expr {[lindex [read_memory 4 32 1] 0] - 1 == [dict get [get_reg pc] pc]}]\"",
                "set before [dict get [get_reg pc] pc]; step",
                "echo \"stepped: [expr {[dict get [get_reg -force pc] pc] - $before}]\"");

        assertThat(output).contains("at vector: 1").containsPattern("stepped: [24]\\b");
    }

    @ParameterizedTest
    @EnumSource
    void registers_are_read_and_written_those_of_the_fpu_too(OpenOcd openOcd) throws Exception {
        String output = openOcd.run(
                bench,
                board,
                "init; reset halt",
                "set_reg {r3 0x12345678 d0 0x400921fb3f800000 d15 0x40490fdb00000001 fpscr 0x03000000}",
                "set_reg {psp 0x20001234 primask 1}; mwh 0x20004000 0xbf00; step 0x20004000",
                "echo [get_reg -force {r3 d0 d15 fpscr psp primask}]");

        assertThat(output)
                .contains("r3 0x12345678", "d0 0x400921fb3f800000", "d15 0x40490fdb00000001", "fpscr 0x03000000")
                .contains("psp 0x20001234", "primask 0x01");
    }

    @ParameterizedTest
    @EnumSource
    void memory_is_accessed_in_all_widths(OpenOcd openOcd) throws Exception {
        String output = openOcd.run(
                bench,
                board,
                "init; halt",
                "mww 0x20001000 0x11223344; mwh 0x20001004 0x5566; mwb 0x20001006 0x77; mwb 0x20001007 0x88",
                "echo [read_memory 0x20001000 32 2]; echo [read_memory 0x20001002 16 2]",
                "echo [read_memory 0x20001001 8 3]",
                "echo [read_memory 0x1fff7a22 16 1]",
                "load_image " + IMAGE.path().toAbsolutePath() + " 0x18004000",
                "verify_image " + IMAGE.path().toAbsolutePath() + " 0x18004000");

        assertThat(output)
                .contains("0x11223344 0x88775566\n", "0x1122 0x5566\n", "0x33 0x22 0x11\n", "0x200\n")
                .containsPattern("verified \\d+ bytes");
    }

    @ParameterizedTest
    @EnumSource
    void an_access_to_nothing_fails_and_the_next_one_works(OpenOcd openOcd) throws Exception {
        String output = openOcd.run(
                bench,
                board,
                "init; halt",
                "echo \"nothing: [catch {read_memory 0x20020000 32 1}]\"",
                "echo \"last and beyond: [catch {read_memory 0x2001fffc 32 2}]\"",
                "echo \"write: [catch {write_memory 0x60000000 32 1}]\"",
                "mww 0x2001fffc 0xcafe; echo [read_memory 0x2001fffc 32 1]");

        assertThat(output).contains("nothing: 1", "last and beyond: 1", "write: 1", "0xcafe\n");
    }

    @ParameterizedTest
    @EnumSource
    void hardware_and_software_breakpoints_halt(OpenOcd openOcd) throws Exception {
        openOcd.run(bench, board, program());

        String output = openOcd.run(
                bench,
                board,
                "init; reset halt",
                "set handler [expr {[lindex [read_memory 4 32 1] 0] - 1}]",
                "bp [expr {$handler + 4}] 2 hw; resume; wait_halt 5000",
                "echo \"flash: [expr {[dict get [get_reg pc] pc] - $handler}]\"",
                STORE_AND_STAY + "; bp 0x20004002 2; reg r1 0x20005000; resume 0x20004000; wait_halt 5000",
                "echo \"ram: [get_reg pc]\"");

        assertThat(output).contains("flash: 4", "ram: pc 0x20004002");
    }

    @ParameterizedTest
    @EnumSource
    void a_watchpoint_halts_on_the_access(OpenOcd openOcd) throws Exception {
        String output = openOcd.run(
                bench,
                board,
                "init; reset halt",
                STORE_AND_STAY + "; reg r0 0xabcd; reg r1 0x20005000",
                "wp 0x20005000 4 w; resume 0x20004000; wait_halt 5000",
                "echo [get_reg pc]; echo [read_memory 0x20005000 32 1]");

        assertThat(output)
                .contains(openOcd.tellsReasons() ? "halted due to watchpoint" : "halted due to breakpoint")
                .contains("pc 0x20004002", "0xabcd\n");
    }

    @ParameterizedTest
    @EnumSource
    void sectors_are_erased_and_protected(OpenOcd openOcd) throws Exception {
        OpenOcd.Result result = openOcd.attempt(
                bench,
                board.serial(),
                "init; reset init; flash probe 0",
                "flash fillw 0x08004000 0x0 4; flash erase_sector 0 1 1; echo [read_memory 0x08004000 32 1]",
                "flash protect 0 2 2 on; reset init; flash info 0",
                "echo \"refused: [expr {[catch {flash fillw 0x08008000 0x0 4}] != 0}]\"",
                "echo [read_memory 0x08008000 32 1]",
                "flash protect 0 2 2 off; reset init",
                "flash fillw 0x08008000 0x5a5a 4; echo [read_memory 0x08008000 32 1]");

        assertThat(result.output())
                .contains("0xffffffff\n", "2: 0x00008000 (0x4000 16kB) protected")
                .contains("flash memory write protected", "refused: 1", "0x5a5a\n");
    }

    @Test
    void of_two_boards_the_one_with_the_serial_number_is_flashed() throws Exception {
        BenchBoard second = bench.boards().get(1);

        OpenOcd.HLA.run(bench, second, program());

        assertThat(holdsFirmware(second)).isTrue();
        assertThat(holdsFirmware(board)).isFalse();
    }

    @Test
    void a_core_that_is_locked_up_is_flashed() throws Exception {
        assertThat(is(board, nucleo -> nucleo.core().isLockedUp())).isTrue();

        assertThat(OpenOcd.HLA.run(bench, board, "init; halt", "reset_config none", program()))
                .contains("** Verified OK **");
    }

    @Test
    void what_stands_in_the_way_is_told_as_with_a_real_probe() throws Exception {
        assertThat(failure("000000000000000000000000")).contains("ST-LINK open failed (serial mismatch)");

        board.probe().busy(true);
        assertThat(failure(board.serial())).contains("the selected device is already used");
        board.probe().busy(false);

        board.thread().call(nucleo -> {
            nucleo.powerOff();
            return null;
        });
        assertThat(failure(board.serial()))
                .contains("target voltage may be too low", "init mode failed (unable to connect to the target)");

        bench.boards().forEach(BenchBoard::unplug);
        assertThat(failure(board.serial())).contains("no ST-LINK detected");

        board.plug();
        assertThat(OpenOcd.HLA.run(bench, board, program())).contains("** Verified OK **");
    }

    private String failure(String serial) throws IOException, InterruptedException {
        OpenOcd.Result result = OpenOcd.HLA.attempt(bench, serial, "init");
        assertThat(result.exitCode()).as(result.output()).isNotZero();
        return result.output();
    }
}
