package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The board with programs of a few instructions. */
class VirtualNucleoTests {
    private static final int RAM = 0x20000000;
    private static final int R0 = 0;

    private final VirtualNucleo board = new VirtualNucleo();

    private void start(String... halfWords) {
        board.load(Programs.elf(halfWords));
        board.powerOn();
    }

    @Test
    void a_program_runs_in_the_time_of_its_clock() {
        start("E7FE"); // b .

        board.runFor(Duration.ofMillis(1));

        assertThat(board.picoseconds()).isBetween(1_000_000_000L, 1_000_500_000L);
        assertThat(board.cycles()).isBetween(16_000L, 16_010L);
    }

    @Test
    void without_power_nothing_runs() {
        assertThat(board.runFor(Duration.ofSeconds(1))).isEqualTo(Stop.POWER_OFF);
        assertThat(board.describe()).isEqualTo("without power");
    }

    @Test
    void a_sleeping_core_lets_time_jump() {
        start("BF30", "E7FD"); // wfi; b .-2

        board.runFor(Duration.ofHours(1));

        assertThat(board.picoseconds()).isEqualTo(3_600_000_000_000_000L);
        assertThat(board.isIdle()).isTrue();
        assertThat(board.describe()).startsWith("asleep at PC 0x0800000");
    }

    @Test
    void an_unmodelled_register_ends_the_run_with_the_program_counter() {
        start("F245", "4000", "F2C4", "0000", "6800", "E7FE"); // movw, movt r0, #I2C1; ldr r0, [r0]

        assertThatThrownBy(() -> board.runFor(Duration.ofMillis(1)))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessage("I2C1 at offset 0x00 is not modelled: read of 0x40005400, pc 0x08000010");
    }

    @Test
    void the_RAM_keeps_its_content_over_a_reset_and_loses_it_with_the_power() {
        start("E7FE");
        board.core().write(RAM, 4, 0x12345678);

        board.reset();
        assertThat(board.core().read(RAM, 4)).isEqualTo(0x12345678);

        board.powerOn();
        assertThat(board.core().read(RAM, 4)).isNotEqualTo(0x12345678);
    }

    @Test
    void a_bit_of_the_RAM_flips_at_its_cycle() {
        start("E7FE");
        board.core().write(RAM, 1, 0);
        board.faults().flipMemoryBit(RAM, 3, 1000);

        board.runUntil(() -> board.cycles() >= 990, Duration.ofMillis(1));
        board.runFor(Duration.ofMillis(1));

        assertThat(board.core().read(RAM, 1)).isEqualTo(8);
    }

    @Test
    void a_bit_of_a_register_flips_at_its_cycle() {
        start("2000", "E7FE"); // movs r0, #0; b .
        board.faults().flipRegisterBit(R0, 31, 1000);

        board.runFor(Duration.ofMillis(1));

        assertThat(board.core().register(R0)).isEqualTo(1 << 31);
    }

    @Test
    void the_power_goes_at_its_cycle() {
        start("E7FE");
        board.faults().losePower(1000);

        assertThat(board.runFor(Duration.ofMillis(1))).isEqualTo(Stop.POWER_OFF);

        assertThat(board.cycles()).isBetween(1000L, 1003L);
        assertThat(board.isPowered()).isFalse();
    }

    @Test
    void a_fault_of_the_past_or_of_no_memory_is_refused() {
        start("E7FE");
        board.runFor(Duration.ofMillis(1));

        assertThatThrownBy(() -> board.faults().losePower(1)).hasMessageStartingWith("Cycle 1 is past: it is 160");
        assertThatThrownBy(() -> board.faults().flipMemoryBit(0x40004404, 0, 1 << 20))
                .hasMessage("No bit 0 of a memory at 0x40004404");
    }

    @Test
    void an_operation_of_the_flash_stays_half_done_when_the_power_goes() {
        start("E7FE");
        erase(1);
        board.runFor(Duration.ofMillis(125)); // of 250

        board.powerOff();

        int ones = 0;
        board.powerOn();
        for (int i = 0; i < 16 * 1024; i += 4) {
            ones += Integer.bitCount(board.core().read(0x08004000 + i, 4));
        }
        assertThat(ones).isBetween(60_000, 70_000); // of 131,072
    }

    /** Sector 1, filled with zeros before. */
    private void erase(int sector) {
        board.core().write(0x40023C04, 4, 0x45670123);
        board.core().write(0x40023C04, 4, 0xCDEF89AB);
        board.core().write(0x40023C10, 4, 0x201);
        for (int i = 0; i < 16 * 1024; i += 4) {
            board.core().write(0x08004000 + i, 4, 0);
        }
        board.core().write(0x40023C10, 4, 0x202 | sector << 3);
        board.core().write(0x40023C10, 4, 0x202 | sector << 3 | 1 << 16);
    }

    @Test
    void the_chip_says_who_it_is() {
        start("E7FE");

        assertThat(board.core().read(0xE0042000, 4)).isEqualTo(0x10006431);
        assertThat(board.core().read(0x1FFF7A22, 2)).isEqualTo(512);
        assertThat(board.core().read(0x1FFFC000, 2)).isEqualTo(0xAAEF);
    }

    @Test
    void the_LED_and_the_button_are_on_their_pins() {
        start("E7FE");
        board.core().write(0x40023830, 4, 0b101); // RCC_AHB1ENR: GPIOA, GPIOC
        board.core().write(0x40020000, 4, 0xA8000400); // GPIOA_MODER: PA5 output

        board.core().write(0x40020018, 4, 1 << 5);
        assertThat(board.isLedOn()).isTrue();

        assertThat(board.core().read(0x40020810, 4) & 1 << 13).isNotZero();
        board.pressButton(true);
        assertThat(board.core().read(0x40020810, 4) & 1 << 13).isZero();
    }

    @Test
    void loading_refuses_what_does_not_fit_and_keeps_the_former_image() {
        start("E7FE");

        assertThatThrownBy(() -> board.load(new byte[3])).isInstanceOf(ImageRefusedException.class);

        assertThat(board.isPowered()).isTrue();
        assertThat(board.core().read(0x08000008, 2)).isEqualTo(0xE7FE);
    }
}
