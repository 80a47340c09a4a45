package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Flash, RAM and their aliases, as a running program meets them. */
class MemoriesTests {
    private static final int RAM = 0x20000000;
    private static final int SECTOR_1 = 0x08004000;
    private static final int FLASH_KEYR = 0x40023C04;
    private static final int FLASH_SR = 0x40023C0C;
    private static final int FLASH_CR = 0x40023C10;
    private static final int BSY = 1 << 16;
    private static final int PGSERR = 1 << 7;
    private static final int PG_X32 = 0x201;
    private static final int RCC_APB2ENR = 0x40023844;
    private static final int SYSCFGEN = 1 << 14;
    private static final int SYSCFG_MEMRMP = 0x40013800;
    private static final int CFSR = 0xE000ED28;
    private static final int BFAR = 0xE000ED38;
    private static final int PC = 15;
    private static final int XPSR = 16;
    private static final String LOOP = "E7FE";
    private static final String STR_R1_R2 = "6011";

    private final VirtualNucleo board = new VirtualNucleo();

    private void start(String... halfWords) {
        board.load(Programs.elf(halfWords));
        board.powerOn();
    }

    private void place(int address, int... code) {
        for (int k = 0; k < code.length; k++) {
            write(address + 2 * k, 2, code[k]);
        }
    }

    private int read(int address) {
        return board.core().read(address, 4);
    }

    private void write(int address, int width, int value) {
        board.core().write(address, width, value);
    }

    private void micros(int count) {
        board.runFor(Duration.ofNanos(1000L * count));
    }

    @Test
    void code_in_RAM_that_reads_a_busy_flash_sees_the_former_content() {
        start(LOOP);
        place(RAM + 0x100, 0x6811, 0x6019, 0xE7FC); // ldr r1, [r2]; str r1, [r3]; b .-4
        board.core().register(2, SECTOR_1);
        board.core().register(3, RAM + 0x200);
        board.core().register(PC, RAM + 0x100);
        write(FLASH_KEYR, 4, 0x45670123);
        write(FLASH_KEYR, 4, 0xCDEF89AB);
        write(FLASH_CR, 4, PG_X32);

        write(SECTOR_1, 4, 0x12345678);
        micros(10); // of 16
        assertThat(read(FLASH_SR)).isEqualTo(BSY);
        assertThat(read(RAM + 0x200)).isEqualTo(-1);
        micros(10);

        assertThat(read(FLASH_SR)).isZero();
        assertThat(read(RAM + 0x200)).isEqualTo(0x12345678);
    }

    @Test
    void a_program_that_writes_locked_flash_changes_nothing_and_finds_PGSERR() {
        start(STR_R1_R2, LOOP);
        board.core().register(2, SECTOR_1);

        micros(10);

        assertThat(read(FLASH_SR)).isEqualTo(PGSERR);
        assertThat(read(SECTOR_1)).isEqualTo(-1);
        assertThat(board.core().register(XPSR) & 0x1FF).isZero();
    }

    @Test
    void a_program_that_unlocks_with_a_wrong_key_gets_a_bus_error() {
        start(STR_R1_R2, LOOP);
        board.core().register(1, 1);
        board.core().register(2, FLASH_KEYR);

        micros(10);

        assertThat(read(CFSR) & 0xFF00).isEqualTo(0x8200); // BFARVALID, PRECISERR; the program has no handler
        assertThat(read(BFAR)).isEqualTo(FLASH_KEYR);
    }

    @Test
    void translated_code_at_0_is_that_of_the_memory_which_lies_there() {
        start("1C40", "E7FD"); // adds r0, r0, #1; b .-2
        place(RAM + 8, 0x1C49, 0xE7FD); // adds r1, r1, #1; b .-2
        write(RCC_APB2ENR, 4, SYSCFGEN);
        board.core().translateAfter(0);
        board.core().register(0, 0);
        board.core().register(1, 0);
        board.core().register(PC, 8);
        micros(1000);
        int translations = board.core().translations();
        int inFlash = board.core().register(0);
        assertThat(translations).isPositive();
        assertThat(inFlash).isGreaterThan(1000);
        assertThat(board.core().register(1)).isZero();

        write(SYSCFG_MEMRMP, 4, 3);
        micros(1000);
        assertThat(board.core().register(0)).isBetween(inFlash, inFlash + 1);
        assertThat(board.core().register(1)).isGreaterThan(1000);
        assertThat(board.core().translations()).isGreaterThan(translations);
        int inRam = board.core().register(1);

        write(SYSCFG_MEMRMP, 4, 0);
        micros(1000);
        assertThat(board.core().register(0)).isGreaterThan(inFlash + 1000);
        assertThat(board.core().register(1)).isBetween(inRam, inRam + 1);
    }

    @Test
    void the_bit_band_of_the_peripherals_reaches_their_bits() {
        start("6808", "6011", LOOP); // ldr r0, [r1]; str r1, [r2]
        int enable = 0x42000000 + (0x40023830 - 0x40000000) * 32; // RCC_AHB1ENR
        board.core().register(1, enable + 4 * 3); // GPIODEN
        board.core().register(2, enable + 4 * 2); // GPIOCEN; bit 0 of r1 is clear

        write(0x40023830, 4, 0b1110);
        micros(10);

        assertThat(board.core().register(0)).isOne();
        assertThat(read(0x40023830)).isEqualTo(0b1010);
    }
}
