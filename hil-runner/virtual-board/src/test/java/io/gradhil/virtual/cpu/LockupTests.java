package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A fault that no handler can take locks the core up; a reset, an NMI or the debugger ends that (B1.5.15). */
class LockupTests {
    private static final int DHCSR = 0xE000EDF0;
    private static final int S_LOCKUP = 1 << 19;
    private static final int ICSR = 0xE000ED04;
    private static final int NMIPENDSET = 1 << 31;
    private static final int UDF = 0xDE00;
    private static final int LOCKUP_PC = 0xFFFFFFFE;
    private static final int XPSR = 16;
    private static final int HANDLER = 0x200;

    /** A program whose HardFault handler faults. */
    private final SmallProgram program = new SmallProgram(UDF);

    private void lockUp() {
        program.flash.write16(HANDLER, UDF);
        program.core.run(100);
    }

    @Test
    void a_fault_in_the_hard_fault_handler_locks_the_core_up() {
        lockUp();

        assertThat(program.core.isLockedUp()).isTrue();
        assertThat(program.pc()).isEqualTo(LOCKUP_PC);
        assertThat(program.core.read(DHCSR, 4) & S_LOCKUP).isNotZero();
        assertThat(program.core.register(XPSR) & 0x1FF).isEqualTo(3);
    }

    @Test
    void time_goes_on_and_nothing_is_executed() {
        lockUp();
        int sp = program.r(13);

        program.core.run(10_000);

        assertThat(program.core.cycles()).isEqualTo(10_000);
        assertThat(program.r(13)).isEqualTo(sp);
    }

    @Test
    void an_interrupt_does_not_end_it() {
        lockUp();
        program.core.write(0xE000E100, 4, 1);
        program.core.irq(0).set(true);

        program.core.run(10_000);

        assertThat(program.core.isLockedUp()).isTrue();
    }

    @Test
    void an_NMI_is_taken_and_returns_to_the_lockup() {
        program.flash.write32(4 * 2, 0x08000300 + 1);
        program.flash.write16(0x300, 0x3501); // adds r5, #1
        program.flash.write16(0x302, 0x4770); // bx lr
        lockUp();

        program.core.write(ICSR, 4, NMIPENDSET);
        program.core.run(program.core.cycles() + 100);

        assertThat(program.r(5)).isOne();
        assertThat(program.core.isLockedUp()).isTrue();
        assertThat(program.pc()).isEqualTo(LOCKUP_PC);
    }

    @Test
    void a_reset_ends_it() {
        lockUp();
        program.flash.write16(HANDLER - 0x100, 0xE7FE);

        program.core.reset(false);
        program.core.run(program.core.cycles() + 100);

        assertThat(program.core.isLockedUp()).isFalse();
        assertThat(program.pc()).isEqualTo(SmallProgram.START);
        assertThat(program.core.read(DHCSR, 4) & S_LOCKUP).isZero();
    }

    @Test
    void a_reset_without_vectors_locks_up() {
        SmallProgram empty = new SmallProgram();
        empty.flash.write32(4, 0); // Thumb bit clear: the first instruction faults, and its handler has no code
        empty.flash.write32(12, 0);

        empty.core.reset(false);
        empty.core.run(100);

        assertThat(empty.core.isLockedUp()).isTrue();
    }
}
