package io.gradhil.suites.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.protocol.Fault;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failure says of a board that hangs, crashes or is silent, and that the board works again for the next test. */
class DiagnosisTests {
    private static final String CALLS = """
                  #1 ADDRESS fault+... at proto/commands.c {board_fault((board_fault_t)request->payload[0]);}
                  #2 ADDRESS execute_next+... at proto/dispatch.c {execute(dispatch, request, &reply);}
                  #3 ADDRESS dispatch_receive+... at proto/dispatch.c {execute_next(dispatch, request);}
                  #4 ADDRESS main+... at app/main.c {dispatch_receive(&dispatch, bytes, count);}
                  #5 ADDRESS Reset_Handler+... at port/stm32f4/startup.c {main();}
        """;
    private static final List<String> CALLERS = List.of(
            "ADDRESS fault+... at proto/commands.c",
            "ADDRESS execute_next+... at proto/dispatch.c",
            "ADDRESS dispatch_receive+... at proto/dispatch.c",
            "ADDRESS main+... at app/main.c",
            "ADDRESS Reset_Handler+... at port/stm32f4/startup.c");
    private static final String REGISTERS = """
                PC ...  LR ...  SP ...  xPSR ...
                R0 to R6: ...
                R7 to R12: ...
                stack: 296 of 4,096 bytes in use
        """;
    private static final String LINK = """
                last bytes sent: ...
                last bytes received: ...
        """;
    private static final String SLOW = "  Do:   if the board is only slow, raise the limit with -Dhil.timeout=SECONDS";
    private static final String HUNG = "  Do:   the firmware hung: start where the core was";

    @TempDir
    private static Path folder;

    private static BrokenFirmware first;
    private static BrokenFirmware second;

    @BeforeAll
    static void build() throws IOException {
        first = BrokenFirmware.faults(
                Files.createDirectory(folder.resolve("first")),
                "static uint32_t loop = 0xE7FEE7FEu; ((void (*)(void))((uintptr_t)&loop | 1u))();",
                "for (;;) { IWDG_KR = IWDG_KR_RELOAD; }",
                "__asm volatile(\"cpsid f\\n\\tudf #0\");");
        second = BrokenFirmware.faults(
                Files.createDirectory(folder.resolve("second")),
                "SHCSR = 0; __asm volatile(\"udf #0\");",
                "((void (*)(void))0x60000001u)();",
                "disable_interrupts(); for (;;) { IWDG_KR = IWDG_KR_RELOAD; }");
    }

    /** Indentation is the exceptions' own, and tested with them. */
    private static String flush(String text) {
        return text.replaceAll("(?m)^ +", "");
    }

    private static String failure(BrokenFirmware firmware, String board, Fault fault) {
        String failure = firmware.failure(board, session -> session.client().fault(fault));
        return failure.replaceAll("(?m)^ *last frames:\n(?: *[+].*\n)*", "");
    }

    private static String state(String board) {
        return board.equals("qemu")
                ? "        qemu-system-arm is running\n"
                : "        the virtual board is running at PC ...\n";
    }

    /** QEMU does not model what says why the chip was reset. */
    private static String softwareReset(String board) {
        return "        reset cause: " + (board.equals("qemu") ? "unknown" : "reset pin, software") + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "qemu"})
    void an_endless_loop_is_told_with_its_function_line_and_callers(String board) {
        assertThat(failure(first, board, Fault.BUS_ERROR))
                .startsWith(flush("""
                LinkTimeoutException: No reply to FAULT within 4 s on board %s
                Seen: the board is silent, to HELLO as well
                core: looping in board_fault (port/stm32f4/board.c {for (;;) { IWDG_KR = IWDG_KR_RELOAD; }}), called from fault (proto/commands.c {board_fault((board_fault_t)request->payload[0]);}); there in each of ... looks
                """.formatted(board)))
                .contains(" ADDRESS board_fault+... at port/stm32f4/board.c {for (;;) { IWDG_KR = IWDG_KR_RELOAD; }}")
                .containsSubsequence(CALLERS)
                .endsWith(flush(LINK + state(board) + SLOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "qemu"})
    void a_board_whose_interrupts_are_off_is_told_from_one_that_only_loops(String board) {
        assertThat(failure(second, board, Fault.HANG))
                .isEqualToNormalizingWhitespace("""
                LinkTimeoutException: No reply to FAULT within 4 s on board %s
                  Seen: the board is silent, to HELLO as well
                        core: looping in board_fault (port/stm32f4/board.c {disable_interrupts(); for (;;) { IWDG_KR = IWDG_KR_RELOAD; }}), called from fault (proto/commands.c {board_fault((board_fault_t)request->payload[0]);}); there in each of ... looks
                        SysTick is pending and not taken: interrupts are off, or a handler of the same or a higher priority does not end
                          #0 ADDRESS board_fault+... at port/stm32f4/board.c {disable_interrupts(); for (;;) { IWDG_KR = IWDG_KR_RELOAD; }}
                """.formatted(board) + CALLS + REGISTERS + LINK + state(board) + SLOW);
    }

    private static final String JUMPED = """
            core: it has jumped to 0x20001000, where the image has no code; LR says from board_fault (port/stm32f4/board.c {static uint32_t loop = 0xE7FEE7FEu; ((void (*)(void))((uintptr_t)&loop | 1u))();})
                          #0 0x20001000 (no code of the image)
                          #1 ADDRESS board_fault+... at port/stm32f4/board.c {static uint32_t loop = 0xE7FEE7FEu; ((void (*)(void))((uintptr_t)&loop | 1u))();}
            """
            + CALLS.replace("#5", "#6")
                    .replace("#4", "#5")
                    .replace("#3", "#4")
                    .replace("#2", "#3")
                    .replace("#1", "#2") + REGISTERS;

    @Test
    void a_jump_into_data_is_told_with_who_jumped() {
        assertThat(failure(first, "qemu", Fault.UNDEFINED_INSTRUCTION))
                .isEqualToNormalizingWhitespace("""
                LinkTimeoutException: No reply to FAULT within 4 s on board qemu
                  Seen: the board is silent, to HELLO as well
                       \s""" + JUMPED + LINK + state("qemu") + SLOW);
    }

    @Test
    void after_a_watchdog_reset_it_is_told_what_the_core_was_doing_before() {
        assertThat(failure(first, "virtual", Fault.UNDEFINED_INSTRUCTION))
                .isEqualToNormalizingWhitespace("""
                BoardResetException: The board was reset during FAULT
                  Seen: reset cause: reset pin, independent watchdog; no new crash record
                        before that,\s""" + JUMPED + HUNG);
    }

    @Test
    void a_lockup_is_told_with_the_fault_that_led_to_it() {
        assertThat(failure(first, "virtual", Fault.HANG))
                .startsWith(flush("""
                BoardResetException: The board was reset during FAULT
                  Seen: reset cause: reset pin, independent watchdog; no new crash record
                        before that, core: locked up: it met a fault that no handler could take, and does nothing until it is reset
                          #0 0xFFFFFFFE (no code of the image)
                          the image does not say who called; possible callers, from addresses found on the stack:
                             ADDRESS fault+... at proto/commands.c {board_fault((board_fault_t)request->payload[0]);}
                             ADDRESS execute_next+... at proto/dispatch.c {execute(dispatch, request, &reply);}
                """))
                .endsWith(flush(REGISTERS + """
                        CFSR 0x00010000  HFSR 0x40000000  MMFAR 0x00000000  BFAR 0x00000000
                          UNDEFINSTR: the instruction is undefined
                          HFSR.FORCED: a HardFault, because the fault's own handler could not run
                """ + HUNG));
    }

    /** QEMU ends itself and says why. */
    @Test
    void a_lockup_ends_qemu_with_its_registers() {
        assertThat(failure(first, "qemu", Fault.HANG)).startsWith(flush("""
                LinkClosedException: The link to qemu has ended
                  Seen: qemu-system-arm ended with exit code 134; it wrote:
                        qemu: fatal: Lockup: can't escalate 3 to HardFault (current priority -1)
                """)).contains("R15=080003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "qemu"})
    void a_hard_fault_is_told_with_line_and_causes(String board) {
        assertThat(failure(second, board, Fault.UNDEFINED_INSTRUCTION))
                .isEqualToNormalizingWhitespace("""
                FirmwareFaultException: The firmware crashed during FAULT: HardFault
                  Seen: HardFault at ADDRESS board_fault+... at port/stm32f4/board.c {SHCSR = 0; __asm volatile("udf #0");}
                        last return address, in LR: ADDRESS fault+... at proto/commands.c {board_fault((board_fault_t)request->payload[0]);}
                          UNDEFINSTR: the instruction is undefined
                          HFSR.FORCED: a HardFault, because the fault's own handler could not run
                        stack: 296 of 4,096 bytes in use
                        PC ...  LR ...  SP ...  xPSR ...  R0 ...
                        CFSR 0x00010000  HFSR 0x40000000  MMFAR 0x00000000  BFAR 0x00000000
                """ + softwareReset(board) + """
                  Do:   start at that instruction; hil-runner/docs/troubleshooting.md explains the registers""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "qemu"})
    void a_jump_into_nothing_is_told_with_who_jumped(String board) {
        assertThat(failure(second, board, Fault.BUS_ERROR))
                .isEqualToNormalizingWhitespace("""
                FirmwareFaultException: The firmware crashed during FAULT: BusFault
                  Seen: BusFault at 0x60000000 (no code of the image)
                        last return address, in LR: ADDRESS board_fault+... at port/stm32f4/board.c {((void (*)(void))0x60000001u)();}
                          IBUSERR: an instruction was fetched from where nothing answers
                        stack: 296 of 4,096 bytes in use
                        PC ...  LR ...  SP ...  xPSR ...  R0 ...
                        CFSR 0x00000100  HFSR 0x00000000  MMFAR 0x00000000  BFAR 0x00000000
                """ + softwareReset(board) + """
                  Do:   start at that instruction; hil-runner/docs/troubleshooting.md explains the registers""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "qemu"})
    void a_stack_overflow_is_told_with_how_far_it_went(String board) {
        assertThat(failure(first, board, Fault.STACK_OVERFLOW))
                .isEqualToNormalizingWhitespace("""
                FirmwareFaultException: The firmware crashed during FAULT: BusFault
                  Seen: BusFault; of the registers only SP is known
                          PRECISERR: the instruction at PC loaded or stored where nothing answers
                          STKERR: the bus refused to stack registers for an exception: the stack has overflowed
                          BFARVALID: BFAR 0x1FFFFFFC is the address
                        stack: overflowed, SP is 40 bytes below its end 0x20000000; it has 4,096 bytes
                        PC ...  LR ...  SP ...  xPSR ...  R0 ...
                        CFSR 0x00009200  HFSR 0x00000000  MMFAR 0x00000000  BFAR 0x1FFFFFFC
                """ + softwareReset(board) + """
                  Do:   look for recursion and large local arrays in what the request does""");
    }

    /** The example in the README. */
    @Test
    void a_training_step_that_never_ends_is_told_with_the_layer_it_hangs_in() throws IOException {
        BrokenFirmware endless = BrokenFirmware.in(
                Files.createDirectory(folder.resolve("endless")),
                "nn/dense.c",
                "    nn_shape_t shape = nn_shape_of(network, layer);\n",
                "    nn_shape_t shape = nn_shape_of(network, layer);\n    for (volatile int k = 1; k != 0;) {\n    }\n");

        String failure = endless.failure("qemu", session -> {
            NetworkSpec spec = NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.5f));
            session.client().configure(spec);
            session.client().writeParameters(new float[spec.layout().count()]);
            session.client().batch(1, new float[] {1, 2, 3, 4, 5});
        });

        assertThat(failure).startsWith(flush("""
                LinkTimeoutException: No reply to BATCH within 4 s on board qemu
                  Seen: the board is silent, to HELLO as well
                        core: looping in nn_dense_backward (nn/dense.c {for (volatile int k = 1; k != 0;) {}), called from nn_network_backward (nn/network.c""")).contains("; there in each of ... looks\n");
    }
}
