package io.gradhil.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.BuildId;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.CrashRecord;
import io.gradhil.core.FaultStatus;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareImage;
import io.gradhil.symbols.Symbols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts on made-up states of the prebuilt image; those of real ones are in the suites. */
class CoreReportTests {
    private static final Path IMAGE =
            Path.of(System.getProperty("gradhil.root", "../..")).resolve("firmware/prebuilt/gradhil-f411re.elf");
    private static final int STACK = 0x20000F00;
    private static final FaultStatus NO_FAULT = new FaultStatus(0, 0, 0, 0);

    private Symbols symbols;
    private CoreReport report;

    @BeforeEach
    void readImage() throws IOException {
        symbols = new Symbols(Files.readAllBytes(IMAGE));
        report = new CoreReport(symbols);
    }

    /** Finds the first instruction of a function. */
    private int start(String function) {
        for (int at = 0x08000000; at < 0x08010000; at += 2) {
            if (symbols.place(at).function().equals(function)) {
                return at;
            }
        }
        throw new AssertionError("no function " + function);
    }

    private static CoreSnapshot core(int pc, int lr, int xpsr, FaultStatus faults, Integer... stack) {
        List<Integer> registers = new ArrayList<>(Collections.nCopies(16, 0));
        registers.set(13, STACK);
        registers.set(14, lr);
        registers.set(15, pc);
        return new CoreSnapshot(registers, xpsr, 0, 0, faults, STACK, List.of(stack));
    }

    private static CoreSnapshot pending(CoreSnapshot core, int exception) {
        return new CoreSnapshot(
                core.registers(), core.xpsr(), exception << 12, 0, core.faults(), core.stackAddress(), core.stack());
    }

    private static String line(String text, int number) {
        return text.lines().skip(number).findFirst().orElse("");
    }

    @Test
    void no_looks_are_no_words() {
        assertThat(report.describe(List.of())).isEmpty();
    }

    @Test
    void a_handler_is_named_with_what_it_interrupted_and_where_it_returns_to() {
        int handler = start("USART2_IRQHandler");
        int interrupted = start("crc32");
        CoreSnapshot core = core(handler, 0xFFFFFFE9, 54, NO_FAULT, 0, 0, 0, 0, 0, 1, interrupted, 0x01000000);

        String text = report.describe(List.of(core));

        assertThat(line(text, 0))
                .startsWith("core: in the handler of interrupt 38, running in USART2_IRQHandler (port/stm32f4/usart.c:")
                .contains("), which interrupted crc32 (proto/crc32.c:");
        assertThat(line(text, 2))
                .startsWith("  #1 0x")
                .contains(" crc32+0x0 at proto/crc32.c:")
                .endsWith(", interrupted");
        assertThat(text)
                .contains(
                        "\nLR is EXC_RETURN: the exception returns to the program on the main stack, with floating-point"
                                + " registers stacked\n");
    }

    @Test
    void a_sleeping_core_waits_for_an_interrupt() {
        int wfi = start("board_idle");
        while (!symbols.isAsleep(wfi)) {
            wfi += 2;
        }

        assertThat(line(report.describe(List.of(core(wfi, 1, 0, NO_FAULT))), 0))
                .startsWith("core: asleep in board_idle (port/stm32f4/")
                .endsWith("), waiting for an interrupt");
    }

    @Test
    void looks_with_nothing_in_common_are_no_loop() {
        CoreSnapshot first = core(start("memset"), 0, 0, NO_FAULT);
        CoreSnapshot second = core(start("crc32"), 0, 0, NO_FAULT);

        assertThat(line(report.describe(List.of(first, second)), 0))
                .matches("core: running in crc32 \\(proto/crc32.c:\\d+\\); 1 looks before, somewhere else");
    }

    @Test
    void an_interrupt_that_is_pending_in_two_looks_is_not_taken() {
        CoreSnapshot core = core(start("crc32"), 0, 0, NO_FAULT);
        CoreSnapshot waiting = pending(core, 54);

        assertThat(line(report.describe(List.of(core, waiting, waiting)), 1))
                .isEqualTo("interrupt 38 is pending and not taken: interrupts are off, or a handler of the same or a"
                        + " higher priority does not end");
        assertThat(report.describe(List.of(core, waiting))).doesNotContain("pending");
        assertThat(report.describe(List.of(waiting))).doesNotContain("pending");
    }

    @Test
    void stack_use_is_told_against_its_limit() {
        assertThat(report.describe(List.of(core(start("crc32"), 0, 0, NO_FAULT))))
                .endsWith("\nstack: 256 of 4,096 bytes in use");
    }

    @Test
    void faults_are_explained_bit_by_bit() {
        FaultStatus faults = new FaultStatus(0x00028200, 0x40000000, 0, 0x60000000);

        assertThat(report.describe(List.of(core(start("crc32"), 0, 0, faults)))).endsWith("""

                CFSR 0x00028200  HFSR 0x40000000  MMFAR 0x00000000  BFAR 0x60000000
                  PRECISERR: the instruction at PC loaded or stored where nothing answers
                  BFARVALID: BFAR 0x60000000 is the address
                  INVSTATE: a branch to an address without the Thumb bit, such as a null function pointer
                  HFSR.FORCED: a HardFault, because the fault's own handler could not run""");
    }

    @Test
    void where_the_caller_is_unknown_return_addresses_on_the_stack_are_possible_callers() {
        int afterCall = start("main") + 8; // behind the call of board_init
        CoreSnapshot core = core(0x20001000, 0, 0, NO_FAULT, 7, afterCall | 1, afterCall, start("crc32") | 1);

        assertThat(report.describe(List.of(core))).startsWith("""
                core: it has jumped to 0x20001000, where the image has no code
                  #0 0x20001000 (no code of the image)
                  the image does not say who called; possible callers, from addresses found on the stack:
                     0x080001C0 main+0x8 at app/main.c:14
                PC 0x20001000  LR 0x00000000  SP 0x20000F00  xPSR 0x00000000
                """);
    }

    @Test
    void an_image_that_cannot_be_read_leaves_numbers() {
        FirmwareId id = new FirmwareId(1, new BuildId("00000000000000000000000000000000"));
        CoreReport blind = CoreReport.of(new FirmwareImage(Path.of("nowhere.elf"), id));

        assertThat(blind.describe(List.of(core(0x08001234, 0, 0, NO_FAULT))))
                .startsWith("""
                core: at 0x08001234; the image cannot be read to say what that is
                  #0 0x08001234 (no code of the image)
                """)
                .endsWith("\nstack: its limits are unknown: the image has no symbols stack_top and stack_bottom");
    }

    @Test
    void a_crash_in_a_handler_says_what_lr_means() {
        CrashRecord crash =
                new CrashRecord(6, start("USART2_IRQHandler"), 0xFFFFFFF1, STACK, 54, 0x01000000, 0, 0, 0, 7);

        assertThat(report.describe(crash)).contains("""

                LR is EXC_RETURN: in an exception handler; the exception returns to another handler on the main stack
                  UNALIGNED: an access was not aligned
                stack: 256 of 4,096 bytes in use
                """);
    }
}
