package io.gradhil.virtual.stlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.virtual.VirtualNucleo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the probe does with its board: mode, registers, memory, reset, the debug port. */
@Timeout(60)
class DebugCommandsTests {
    private static final int OK = StLinkClient.OK;
    private static final int AP_FAULT = 0x11;
    private static final int RAM = 0x20000000;
    private static final int NOTHING = 0x20020000;
    private static final int DHCSR = 0xE000EDF0;
    private static final int DEMCR = 0xE000EDFC;
    private static final int HALT = 0xA05F0003;
    private static final int STEP = 0xA05F0005;
    private static final int RUN = 0xA05F0001;
    private static final int C_HALT = 2;
    private static final int S_HALT = 1 << 17;
    private static final int S_LOCKUP = 1 << 19;
    private static final int S_RESET_ST = 1 << 25;
    private static final int PC = 15;
    private static final int DP = 0xFFFF;

    private final ProbeBench bench = new ProbeBench(1);
    private StLinkClient probe;

    @BeforeEach
    void connect() throws IOException {
        probe = StLinkClient.debugging(bench.server, 0);
    }

    @AfterEach
    void close() throws IOException {
        probe.close();
        bench.close();
    }

    private boolean is(Predicate<VirtualNucleo> claim) {
        return bench.board().call(claim::test);
    }

    /** Returns how far the program has counted in r0. */
    private int counted() {
        return bench.board().call(nucleo -> nucleo.core().register(0));
    }

    private void power(boolean on) {
        bench.board().call(nucleo -> {
            if (on) {
                nucleo.powerOn();
            } else {
                nucleo.powerOff();
            }
            return null;
        });
    }

    // Mode

    @Test
    void debug_mode_is_entered_by_swd_and_left() throws IOException {
        assertThat(probe.read(2, 0xF5).get()).isEqualTo((byte) 2);
        assertThat(probe.read(12, 0xF2, 0x31).getInt(4)).isEqualTo(0x2BA01477);

        probe.read(0, 0xF2, 0x21);

        assertThat(probe.read(2, 0xF5).get()).isEqualTo((byte) 1);
        assertThat(StLinkClient.status(probe.read(2, 0xF2, 0x30, 0xA4)))
                .as("JTAG")
                .isEqualTo(0x09);
    }

    @Test
    void without_power_nothing_answers_and_afterwards_debug_mode_has_to_be_entered_again() throws IOException {
        power(false);
        assertThat(probe.enter()).isEqualTo(0x09);
        assertThat(StLinkClient.status(probe.read(8, 0xF2, 0x33, 0))).isEqualTo(0x05);

        power(true);
        assertThat(probe.writeDebug(DHCSR, HALT)).isEqualTo(AP_FAULT);
        assertThat(probe.enter()).isEqualTo(OK);
        assertThat(probe.writeDebug(DHCSR, HALT)).isEqualTo(OK);
    }

    @Test
    void tracing_and_what_is_unknown_are_refused() throws IOException {
        assertThat(StLinkClient.status(probe.read(2, 0xF2, 0x40, 0, 16))).isEqualTo(0x20);
        assertThat(StLinkClient.status(probe.read(2, 0xF2, 0x41))).isEqualTo(OK);
        assertThat(probe.read(2, 0xF2, 0x42).getShort()).as("bytes of trace").isZero();
        assertThat(StLinkClient.status(probe.read(2, 0xF2, 0x99))).isEqualTo(0x42);
        assertThat(StLinkClient.status(probe.read(2, 0xF4, 0x00))).as("SWIM").isEqualTo(0x42);
    }

    // The core

    @Test
    void each_step_executes_one_instruction_however_fast_they_come() throws IOException {
        probe.writeDebug(DHCSR, HALT);
        probe.register(PC, ProbeBench.START);
        probe.register(0, 0);

        for (int i = 1; i <= 200; i++) {
            probe.writeDebug(DHCSR, STEP);
            assertThat(probe.register(0)).as("after %d steps", i).isEqualTo((i + 1) / 2);
        }
    }

    @Test
    void registers_of_the_core_and_the_fpu_are_transferred() throws IOException {
        probe.writeDebug(DHCSR, HALT);

        probe.register(5, 0x12345678);
        probe.register(64 + 31, 0x40490FDB);
        probe.register(33, 0x03000000);

        assertThat(probe.register(5)).isEqualTo(0x12345678);
        assertThat(probe.register(64 + 31)).isEqualTo(0x40490FDB);
        assertThat(probe.register(33)).isEqualTo(0x03000000);
        ByteBuffer all = probe.read(88, 0xF2, 0x3A);
        assertThat(all.getInt(4 + 4 * 5)).isEqualTo(0x12345678);
        assertThat(all.getInt(4 + 4 * PC)).isBetween(ProbeBench.START, ProbeBench.START + 2);
    }

    @Test
    void a_core_that_is_held_in_reset_stands_still_and_shows_its_debug_registers_only() throws IOException {
        probe.nrst(0);

        assertThat(probe.readDebug(DHCSR) & (S_HALT | S_RESET_ST)).isEqualTo(S_RESET_ST);
        assertThat(probe.readDebug(DHCSR) & S_RESET_ST).as("still").isNotZero();
        assertThat(probe.readDebug(0xE000ED00)).as("CPUID").isEqualTo(0x410FC241);
        probe.readMemory(0x07, RAM, 4);
        assertThat(probe.lastStatus()).isEqualTo((long) RAM << 32 | AP_FAULT);
        assertThat(is(VirtualNucleo::isHeldInReset)).isTrue();
        int before = counted();
        bench.board().run(Duration.ofMillis(1));
        assertThat(counted()).isEqualTo(before);

        probe.nrst(1);

        probe.readMemory(0x07, RAM, 4);
        assertThat(probe.lastStatus()).isEqualTo(OK);
        assertThat(probe.readDebug(DHCSR) & S_HALT).isZero();
        assertThat(counted()).isPositive();
    }

    @Test
    void a_reset_ends_a_halt_unless_the_vector_is_caught() throws IOException {
        probe.writeDebug(DHCSR, HALT);
        assertThat(probe.readDebug(DHCSR) & S_HALT).isNotZero();

        probe.nrst(2);
        assertThat(probe.readDebug(DHCSR) & (S_HALT | S_RESET_ST | C_HALT)).isEqualTo(S_RESET_ST);

        probe.writeDebug(DEMCR, 1);
        probe.read(2, 0xF2, 0x32); // SYSRESETREQ
        assertThat(probe.readDebug(DHCSR) & S_HALT).isNotZero();
        assertThat(probe.register(PC)).isEqualTo(ProbeBench.START);
        assertThat(probe.register(0)).isZero();
    }

    @Test
    void a_core_that_is_locked_up_is_halted_and_runs_what_it_is_given() throws IOException {
        try (ProbeBench faulty = new ProbeBench(1, "DE00");
                StLinkClient other = StLinkClient.debugging(faulty.server, 0)) {
            assertThat(other.readDebug(DHCSR) & S_LOCKUP).isNotZero();

            other.writeDebug(DHCSR, HALT);
            assertThat(other.readDebug(DHCSR) & (S_LOCKUP | S_HALT)).isEqualTo(S_HALT);

            other.writeMemory(0x08, RAM, 0x01, 0x30, 0xFE, 0xE7); // adds r0, #1; b .
            other.register(0, 41);
            other.register(PC, RAM);
            other.register(16, 0x01000000);
            other.writeDebug(DHCSR, RUN);
            other.writeDebug(DHCSR, HALT);
            assertThat(other.register(0)).isEqualTo(42);
        }
    }

    // Memory

    @Test
    void memory_is_read_and_written_in_all_widths() throws IOException {
        probe.writeMemory(0x08, RAM, 1, 2, 3, 4, 5, 6, 7, 8);
        probe.writeMemory(0x48, RAM + 2, 0x33, 0x44);
        probe.writeMemory(0x0D, RAM + 5, 0x66);

        assertThat(probe.readMemory(0x07, RAM, 8).getLong()).isEqualTo(0x08_07_66_05_44_33_02_01L);
        assertThat(probe.readMemory(0x47, RAM + 2, 4).getInt()).isEqualTo(0x66054433);
        assertThat(probe.readMemory(0x0C, RAM + 5, 1).get()).isEqualTo((byte) 0x66);
        assertThat(probe.lastStatus()).isEqualTo(OK);
    }

    @Test
    void a_bus_error_stops_a_block_and_is_told_once_with_its_address() throws IOException {
        probe.writeMemory(0x08, NOTHING - 4, 1, 0, 0, 0, 2, 0, 0, 0);
        assertThat(probe.lastStatus()).isEqualTo((long) NOTHING << 32 | AP_FAULT);

        ByteBuffer read = probe.readMemory(0x07, NOTHING - 4, 8);
        assertThat(read.getInt(0)).isOne();
        assertThat(probe.lastStatus()).isEqualTo((long) NOTHING << 32 | AP_FAULT);
        assertThat(probe.lastStatus()).isEqualTo(OK);
    }

    @Test
    void an_address_that_does_not_fit_the_width_is_refused() throws IOException {
        assertThat(StLinkClient.status(probe.readMemory(0x07, RAM + 2, 4))).isEqualTo(0x0A);
        assertThat(probe.lastStatus()).isEqualTo((RAM + 2L) << 32 | 0x0A);
    }

    @Test
    void what_is_not_modelled_is_a_bus_error_to_the_probe_and_the_board_goes_on() throws IOException {
        probe.readMemory(0x07, 0x40005400, 4); // I2C1

        assertThat(probe.lastStatus()).isEqualTo(0x40005400L << 32 | AP_FAULT);
        assertThat(bench.board().failure()).isEmpty();
    }

    @Test
    void a_fixed_address_can_be_written_and_read_many_times() throws IOException {
        probe.writeMemory(0x50, RAM, 1, 0, 0, 0, 2, 0, 0, 0);

        assertThat(probe.readMemory(0x54, RAM, 8).getLong()).isEqualTo(2L << 32 | 2);
    }

    @Test
    void mixed_transfers_have_a_status_each() throws IOException {
        ByteBuffer items = ByteBuffer.allocate(8 + 4 * 5).order(ByteOrder.LITTLE_ENDIAN);
        items.put(0, StLinkClient.bytes(5, 1, 2, 3, 3));
        items.putInt(12, RAM).putInt(16, 0x1234).putInt(20, NOTHING).putInt(24, RAM);
        probe.write(items.array(), 0xF2, 0x51, 5);

        ByteBuffer answer = probe.read(40, 0xF2, 0x52);

        assertThat(answer.getInt(16)).isEqualTo(0x1234);
        assertThat(answer.getInt(20 + 8)).isEqualTo(OK);
        assertThat(answer.getInt(20 + 12)).isEqualTo(AP_FAULT);
        assertThat(answer.getInt(20 + 16)).isEqualTo(OK);
    }

    // The debug port

    @Test
    void the_access_port_counts_its_address_up_and_places_bytes_in_their_lanes() throws IOException {
        assertThat(probe.readDap(DP, 0).getInt(4)).isEqualTo(0x2BA01477);
        assertThat(probe.readDap(0, 0xFC).getInt(4)).isEqualTo(0x24770011);
        assertThat(probe.readDap(1, 0xFC).getInt(4)).as("no second access port").isZero();

        probe.writeDap(0, 0x00, 0x12); // words, increment
        probe.writeDap(0, 0x04, RAM);
        probe.writeDap(0, 0x0C, 0x11223344);
        probe.writeDap(0, 0x0C, 0x55667788);
        assertThat(probe.readDap(0, 0x04).getInt(4)).isEqualTo(RAM + 8);
        assertThat(probe.readMemory(0x07, RAM, 8).getLong()).isEqualTo(0x5566778811223344L);

        probe.writeDap(0, 0x00, 0x10); // bytes, increment
        probe.writeDap(0, 0x04, RAM + 1);
        assertThat(probe.readDap(0, 0x0C).getInt(4)).isEqualTo(0x3300);
        assertThat(probe.readDap(0, 0x14).getInt(4))
                .as("banked: the second word")
                .isEqualTo(0x55667788);
    }

    @Test
    void an_error_of_the_access_port_sticks_until_it_is_cleared() throws IOException {
        probe.writeDap(0, 0x00, 0x02);
        probe.writeDap(0, 0x04, NOTHING);

        assertThat(StLinkClient.status(probe.readDap(0, 0x0C))).isEqualTo(AP_FAULT);
        assertThat(probe.readDap(DP, 0x4).getInt(4)).isEqualTo(0xF0000020);
        assertThat(StLinkClient.status(probe.readDap(0, 0x00))).isEqualTo(AP_FAULT);

        probe.writeDap(DP, 0x0, 1 << 2);
        assertThat(StLinkClient.status(probe.readDap(0, 0x00))).isEqualTo(OK);
    }

    @Test
    void an_access_port_that_is_not_there_cannot_be_used() throws IOException {
        assertThat(StLinkClient.status(probe.read(2, 0xF2, 0x4B, 0))).isEqualTo(OK);
        assertThat(StLinkClient.status(probe.read(2, 0xF2, 0x4B, 1))).isEqualTo(0x1D);
        assertThat(probe.writeDap(3, 0, 0)).isEqualTo(0x1D);
    }

    // The board's time

    @Test
    void a_flash_that_the_probe_erases_takes_its_virtual_time() throws IOException {
        probe.writeDebug(DHCSR, HALT);
        write(0x40023C04, 0x45670123);
        write(0x40023C04, 0xCDEF89AB);
        long before = bench.board().call(VirtualNucleo::picoseconds);
        write(0x40023C10, 0x10000 | 0x200 | 7 << 3 | 2); // STRT, x32, sector 7, SER
        assertThat(is(VirtualNucleo::isProgramming)).isTrue();

        while ((probe.readMemory(0x07, 0x40023C0C, 4).getInt() & 0x10000) != 0) {
            Thread.onSpinWait();
        }

        assertThat(bench.board().call(VirtualNucleo::picoseconds) - before).isGreaterThan(900_000_000_000L);
        assertThat(is(VirtualNucleo::isProgramming)).isFalse();
    }

    private void write(int address, int value) throws IOException {
        probe.writeMemory(0x08, address, value, value >>> 8, value >>> 16, value >>> 24);
    }

    @Test
    void code_in_the_ram_is_a_loader_only_under_a_debugger() throws IOException {
        probe.writeDebug(DHCSR, HALT);
        write(RAM, 0xE7FE);
        probe.register(PC, RAM);
        probe.writeDebug(DHCSR, RUN);
        assertThat(is(VirtualNucleo::isProgramming)).isTrue();

        probe.writeDebug(DHCSR, 0xA05F0000);

        assertThat(is(VirtualNucleo::isProgramming)).isFalse();
    }

    @Test
    void a_board_whose_model_failed_can_be_looked_at_and_reset() throws IOException {
        probe.writeDebug(DHCSR, HALT);
        write(RAM, 0x4A006810); // ldr r0, [r2] at RAM, ldr r2, [pc] at RAM + 2
        probe.register(2, 0x40005400); // I2C1
        probe.register(PC, RAM);
        probe.writeDebug(DHCSR, RUN);
        assertThat(probe.readDebug(DHCSR) & S_HALT).isZero();
        assertThat(bench.board().failure().orElseThrow()).hasMessageStartingWith("I2C1 at offset 0x00 is not modelled");

        probe.writeDebug(DHCSR, HALT);
        assertThat(probe.register(PC)).isEqualTo(RAM);

        probe.nrst(2);
        assertThat(probe.readDebug(DHCSR) & S_HALT).isZero();
        assertThat(bench.board().failure()).isEmpty();
        assertThat(counted()).isPositive();
    }
}
