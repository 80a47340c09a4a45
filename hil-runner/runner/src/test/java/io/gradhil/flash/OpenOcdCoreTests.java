package io.gradhil.flash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.CoreSnapshot;
import org.junit.jupiter.api.Test;

/** What {@code gradhil_look} prints, as OpenOCD 0.12.0 did on a bench. */
class OpenOcdCoreTests {
    private static final String PRINTED = """
            Open On-Chip Debugger 0.12.0
            gradhil: step connect
            Info : STLINK V2J37M26 (API v2) VID:PID 0483:374B
            gradhil: step look
            gradhil: dhcsr 0x1030001
            gradhil: r0 0x00000000
            gradhil: r1 0x00000001
            gradhil: r2 0x00000002
            gradhil: r3 0x00000003
            gradhil: r4 0x00000004
            gradhil: r5 0x00000005
            gradhil: r6 0x00000006
            gradhil: r7 0x00000007
            gradhil: r8 0x00000008
            gradhil: r9 0x00000009
            gradhil: r10 0x0000000a
            gradhil: r11 0x0000000b
            gradhil: r12 0x0000000c
            gradhil: sp 0x20000ff8
            gradhil: lr 0xfffffff9
            gradhil: pc 0x080008c4
            gradhil: xPSR 0x61000036
            gradhil: system 0x00000836 0x08000000 0xfa050000 0x0 0x10200 0x0 0x0 0x0 0x70000 0x00008200 0x40000000 0x0 0x11 0xe000ed38
            gradhil: stack 536875000 0xffffffff 0x20
            """;

    @Test
    void reads_registers_fault_status_and_stack() {
        CoreSnapshot core = OpenOcdCore.parse(PRINTED).orElseThrow();

        assertThat(core.registers()).startsWith(0, 1, 2).endsWith(0x20000FF8, 0xFFFFFFF9, 0x080008C4);
        assertThat(core.xpsr()).isEqualTo(0x61000036);
        assertThat(core.exception()).isEqualTo(54);
        assertThat(core.icsr()).isEqualTo(0x836);
        assertThat(core.dhcsr()).isEqualTo(0x1030001);
        assertThat(core.faults()).hasToString("CFSR 0x00008200  HFSR 0x40000000  MMFAR 0x00000011  BFAR 0xE000ED38");
        assertThat(core.stackAddress()).isEqualTo(0x20000FF8);
        assertThat(core.stack()).containsExactly(-1, 0x20);
    }

    @Test
    void a_stack_pointer_that_points_nowhere_leaves_the_stack_empty() {
        String without = PRINTED.substring(0, PRINTED.indexOf("gradhil: stack"));

        assertThat(OpenOcdCore.parse(without).orElseThrow().stack()).isEmpty();
    }

    @Test
    void what_is_not_whole_is_no_snapshot() {
        assertThat(OpenOcdCore.parse("")).isEmpty();
        assertThat(OpenOcdCore.parse(PRINTED.replace("gradhil: lr", "gradhil: l")))
                .isEmpty();
        assertThat(OpenOcdCore.parse(PRINTED.substring(0, PRINTED.indexOf("gradhil: system"))))
                .isEmpty();
        assertThat(OpenOcdCore.parse(PRINTED.replace(" 0x11 0xe000ed38", ""))).isEmpty();
    }
}
