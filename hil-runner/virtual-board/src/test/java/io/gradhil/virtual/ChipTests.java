package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wires between the blocks: a debugger writes registers while the core counts in R0. */
class ChipTests {
    private static final int RAM = 0x20000100;

    private static final int RCC = 0x40023800;
    private static final int RCC_APB1RSTR = RCC + 0x20;
    private static final int RCC_AHB1ENR = RCC + 0x30;
    private static final int RCC_APB1ENR = RCC + 0x40;
    private static final int RCC_APB2ENR = RCC + 0x44;
    private static final int RCC_CSR = RCC + 0x74;
    private static final int GPIOA = 0x40020000;
    private static final int USART2 = 0x40004400;
    private static final int DMA1 = 0x40026000;
    private static final int TIM2 = 0x40000000;
    private static final int EXTI = 0x40013C00;
    private static final int SYSCFG = 0x40013800;
    private static final int IWDG = 0x40003000;
    private static final int WWDG = 0x40002C00;
    private static final int FLASH = 0x40023C00;
    private static final int DBGMCU = 0xE0042000;
    private static final int ISPR0 = 0xE000E200;
    private static final int DHCSR = 0xE000EDF0;

    private final VirtualNucleo board = new VirtualNucleo();

    @BeforeEach
    void count() {
        board.load(Programs.elf("1C40", "E7FD")); // adds r0, r0, #1; b .-2
        board.powerOn();
    }

    private int read(int address) {
        return board.core().read(address, 4);
    }

    private void write(int address, int value) {
        board.core().write(address, 4, value);
    }

    private void pass(double millis) {
        board.runFor(Duration.ofNanos(Math.round(millis * 1e6)));
    }

    /** USART2 on PA2 and PA3 at 115,942 Bd, 0.6 % fast. */
    private void startUsart2() {
        write(RCC_AHB1ENR, 1 | 1 << 21);
        write(RCC_APB1ENR, 1 << 17);
        write(GPIOA + 0x20, 0x7700);
        write(GPIOA, 0xA80000A0);
        write(USART2 + 0x08, 138);
        write(USART2 + 0x0C, 1 << 13 | 1 << 3 | 1 << 2);
        pass(1);
    }

    @Test
    void DMA_stores_what_the_port_receives() {
        startUsart2();
        write(DMA1 + 0x10 + 5 * 0x18 + 0x04, 5); // S5NDTR
        write(DMA1 + 0x10 + 5 * 0x18 + 0x08, USART2 + 4);
        write(DMA1 + 0x10 + 5 * 0x18 + 0x0C, RAM);
        write(DMA1 + 0x10 + 5 * 0x18, 4 << 25 | 1 << 10 | 1);
        write(USART2 + 0x14, 1 << 6);

        board.serial().send("hello".getBytes(StandardCharsets.US_ASCII));
        pass(1);

        assertThat(read(RAM)).isEqualTo(0x6C6C6568);
        assertThat(read(RAM + 4) & 0xFF).isEqualTo('o');
        assertThat(read(DMA1 + 4) & 1 << 11).isNotZero(); // HISR.TCIF5
    }

    @Test
    void DMA_sends_through_the_port() {
        startUsart2();
        write(RAM, 0x6C6C6568);
        write(DMA1 + 0x10 + 6 * 0x18 + 0x04, 4);
        write(DMA1 + 0x10 + 6 * 0x18 + 0x08, USART2 + 4);
        write(DMA1 + 0x10 + 6 * 0x18 + 0x0C, RAM);
        write(DMA1 + 0x10 + 6 * 0x18, 4 << 25 | 1 << 10 | 1 << 6 | 1);

        write(USART2 + 0x14, 1 << 7);
        pass(1);

        assertThat(board.serial().receive()).asString(StandardCharsets.US_ASCII).isEqualTo("hell");
    }

    @Test
    void a_USART_whose_pins_are_not_switched_to_it_is_not_heard() {
        startUsart2();
        write(GPIOA, 0xA8000000);

        write(USART2 + 4, 'x');
        pass(1);

        assertThat(board.serial().received()).isZero();
    }

    @Test
    void a_timer_counts_its_clock_and_interrupts_at_position_28() {
        write(RCC_APB1ENR, 1);
        write(TIM2 + 0x2C, 15_999);
        write(TIM2 + 0x0C, 1);
        write(TIM2, 1);

        pass(0.9);
        assertThat(read(ISPR0) & 1 << 28).isZero();
        pass(0.2);

        assertThat(read(ISPR0) & 1 << 28).isNotZero();
    }

    @Test
    void the_button_interrupts_through_SYSCFG_and_EXTI() {
        write(RCC_APB2ENR, 1 << 14);
        write(RCC_AHB1ENR, 1 << 2);
        write(SYSCFG + 0x14, 2 << 4);
        write(EXTI, 1 << 13);
        write(EXTI + 0x0C, 1 << 13);

        board.pressButton(true);

        assertThat(read(ISPR0 + 4) & 1 << 8).isNotZero(); // position 40
    }

    @Test
    void watchdogs_reset_the_chip_and_RCC_CSR_says_which() {
        write(IWDG, 0xCCCC);
        pass(511); // RLR 0xFFF + 1, divided by 4, at 32 kHz: 512 ms
        assertThat(read(RCC_CSR) & 1 << 29).isZero();
        pass(2);
        assertThat(read(RCC_CSR) & 1 << 29).isNotZero();

        write(RCC_APB1ENR, 1 << 11);
        write(WWDG, 0x80 | 0x40);
        pass(1);
        assertThat(read(RCC_CSR) & 1 << 30).isNotZero();
    }

    @Test
    void a_halted_core_stops_the_watchdog_if_DBGMCU_says_so() {
        write(DBGMCU + 8, 1 << 12);
        write(IWDG, 0xCCCC);
        write(DHCSR, 0xA05F0003);

        pass(2000);

        assertThat(board.core().isHalted()).isTrue();
        assertThat(read(RCC_CSR) & 1 << 29).isZero();
        write(DHCSR, 0xA05F0001);
        pass(515);
        assertThat(read(RCC_CSR) & 1 << 29).isNotZero();
    }

    @Test
    void a_block_is_reset_through_RSTR() {
        write(RCC_APB1ENR, 1);
        write(TIM2 + 0x28, 7);

        write(RCC_APB1RSTR, 1);
        write(RCC_APB1RSTR, 0);

        assertThat(read(TIM2 + 0x28)).isZero();
    }

    @Test
    void code_in_the_flash_stands_while_a_sector_is_erased() {
        write(FLASH + 4, 0x45670123);
        write(FLASH + 4, 0xCDEF89AB);
        pass(1);
        int before = board.core().register(0);

        write(FLASH + 0x10, 0x10202 | 1 << 3);
        pass(249);
        assertThat(board.core().register(0)).isBetween(before, before + 1);
        assertThat(board.core().isHalted()).isFalse();
        pass(2);

        assertThat(board.core().register(0)).isGreaterThan(before + 1000);
        assertThat(read(0x08004000)).isEqualTo(-1);
    }

    @Test
    void the_SRAM_can_lie_at_0() {
        write(RCC_APB2ENR, 1 << 14);
        write(0x20000000, 0x12345678);

        write(SYSCFG, 3);
        assertThat(read(0)).isEqualTo(0x12345678);

        write(SYSCFG, 0);
        assertThat(read(0)).isEqualTo(0x20001000);
    }

    @Test
    void deep_sleep_is_refused() {
        board.load(Programs.elf("BF30", "E7FE")); // wfi
        board.powerOn();
        write(0xE000ED10, 1 << 2); // SCR.SLEEPDEEP

        assertThatThrownBy(() -> pass(1))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessageStartingWith("Stop or Standby mode (SCR.SLEEPDEEP) is not modelled");
    }

    @Test
    void the_time_of_a_loop_follows_the_clock() {
        pass(1);
        int slow = board.core().register(0);
        write(RCC + 8, 0b1000 << 4); // HPRE: 2

        pass(2);

        assertThat(board.core().register(0) - slow).isBetween(slow - 2, slow + 2);
    }
}
