package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlashTests {
    private static final int ACR = 0x00;
    private static final int KEYR = 0x04;
    private static final int OPTKEYR = 0x08;
    private static final int SR = 0x0C;
    private static final int CR = 0x10;
    private static final int OPTCR = 0x14;

    private static final int EOP = 1;
    private static final int OPERR = 1 << 1;
    private static final int WRPERR = 1 << 4;
    private static final int PGPERR = 1 << 6;
    private static final int PGSERR = 1 << 7;
    private static final int BSY = 1 << 16;

    private static final int PG = 1;
    private static final int SER = 1 << 1;
    private static final int MER = 1 << 2;
    private static final int X32 = 2 << 8;
    private static final int STRT = 1 << 16;
    private static final int EOPIE = 1 << 24;
    private static final int ERRIE = 1 << 25;
    private static final int LOCK = 1 << 31;

    private final Bench bench = new Bench();
    private final Memory memory = new Memory(512 * 1024);
    private final Bench.Line interrupt = new Bench.Line();
    private long stalledUntil;
    private long fetchBlockedUntil;
    private int waitStates;
    private boolean art;
    private final Flash flash = new Flash(
            bench.time,
            bench.hclk,
            memory,
            interrupt,
            new CoreStall() {
                @Override
                public void until(long time) {
                    stalledUntil = time;
                }

                @Override
                public void fetchUntil(long time) {
                    fetchBlockedUntil = time;
                }
            },
            (states, caches) -> {
                waitStates = states;
                art = caches;
            });
    private final Device main = flash.programming();

    @BeforeEach
    void erased() {
        memory.fill(0, memory.size(), 0xFF);
    }

    private void unlock() {
        Bench.write(flash, KEYR, 0x45670123);
        Bench.write(flash, KEYR, 0xCDEF89AB);
    }

    private void unlockOptions() {
        Bench.write(flash, OPTKEYR, 0x08192A3B);
        Bench.write(flash, OPTKEYR, 0x4C5D6E7F);
    }

    @Test
    void CR_is_locked_until_both_keys_are_written_in_order() {
        Bench.write(flash, CR, PG);
        assertThat(Bench.read(flash, CR)).isEqualTo(LOCK);

        unlock();
        Bench.write(flash, CR, PG);

        assertThat(Bench.read(flash, CR)).isEqualTo(PG);
    }

    @Test
    void a_wrong_key_is_a_bus_error_and_locks_until_reset() {
        assertThatThrownBy(() -> Bench.write(flash, KEYR, 1)).isInstanceOf(BusFaultException.class);
        assertThatThrownBy(this::unlock).isInstanceOf(BusFaultException.class);

        flash.reset();
        unlock();

        assertThat(Bench.read(flash, CR)).isZero();
    }

    @Test
    void a_word_is_programmed_16_microseconds_later() {
        unlock();
        Bench.write(flash, CR, PG | X32);

        main.write(0x100, 4, 0x12345678);
        assertThat(Bench.read(flash, SR)).isEqualTo(BSY);
        assertThat(fetchBlockedUntil).isEqualTo(16 * Bench.MICROSECOND);
        bench.pass(17 * Bench.MICROSECOND);

        assertThat(Bench.read(flash, SR)).isZero();
        assertThat(memory.read32(0x100)).isEqualTo(0x12345678);
    }

    @Test
    void programming_clears_bits_and_sets_none() {
        memory.write32(0, 0xFF00FF00);
        unlock();
        Bench.write(flash, CR, PG | X32);

        main.write(0, 4, 0x0FF00FF0);
        bench.pass(Bench.MILLISECOND);

        assertThat(memory.read32(0)).isEqualTo(0x0F000F00);
    }

    @Test
    void a_write_without_PG_is_a_sequence_error() {
        main.write(0, 4, 0);

        assertThat(Bench.read(flash, SR)).isEqualTo(PGSERR);
        assertThat(memory.read32(0)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void a_width_other_than_PSIZE_is_a_parallelism_error() {
        unlock();
        Bench.write(flash, CR, PG | X32);

        main.write(0, 2, 0);

        assertThat(Bench.read(flash, SR)).isEqualTo(PGPERR);
    }

    @Test
    void flags_are_cleared_by_writing_1() {
        main.write(0, 4, 0);

        Bench.write(flash, SR, PGSERR);

        assertThat(Bench.read(flash, SR)).isZero();
    }

    @Test
    void a_sector_is_erased_in_its_time_and_no_other() {
        memory.fill(0, memory.size(), 0);
        unlock();

        Bench.write(flash, CR, SER | 4 << 3 | X32);
        Bench.write(flash, CR, SER | 4 << 3 | X32 | STRT);
        bench.pass(549 * Bench.MILLISECOND);
        assertThat(Bench.read(flash, SR) & BSY).isNotZero();
        bench.pass(2 * Bench.MILLISECOND);

        assertThat(Bench.read(flash, SR) & BSY).isZero();
        assertThat(Bench.read(flash, CR) & STRT).isZero();
        assertThat(memory.read8(0x0FFFF)).isZero();
        assertThat(memory.read8(0x10000)).isEqualTo(0xFF);
        assertThat(memory.read8(0x1FFFF)).isEqualTo(0xFF);
        assertThat(memory.read8(0x20000)).isZero();
    }

    @Test
    void mass_erase_takes_4_seconds_at_x32() {
        memory.fill(0, memory.size(), 0);
        unlock();

        Bench.write(flash, CR, MER | X32 | STRT);
        bench.pass(4001 * Bench.MILLISECOND);

        assertThat(memory.copy(0, memory.size())).containsOnly(0xFF);
    }

    @Test
    void EOP_and_its_interrupt_come_with_EOPIE_only() {
        unlock();
        Bench.write(flash, CR, PG | X32 | EOPIE);

        main.write(0, 4, 0);
        bench.pass(Bench.MILLISECOND);
        assertThat(Bench.read(flash, SR)).isEqualTo(EOP);
        assertThat(interrupt.asserted).isTrue();

        Bench.write(flash, SR, EOP);
        assertThat(interrupt.asserted).isFalse();
    }

    @Test
    void an_error_interrupts_with_ERRIE() {
        unlock();
        Bench.write(flash, CR, PG | X32 | ERRIE);

        main.write(0, 1, 0);

        assertThat(Bench.read(flash, SR)).isEqualTo(PGPERR | OPERR);
        assertThat(interrupt.asserted).isTrue();
    }

    @Test
    void a_write_of_CR_while_busy_stalls_the_bus_until_the_end() {
        unlock();
        Bench.write(flash, CR, PG | X32);
        main.write(0, 4, 0);

        Bench.write(flash, CR, 0);

        assertThat(stalledUntil).isEqualTo(16 * Bench.MICROSECOND);
        assertThat(memory.read32(0)).isZero();
    }

    @Test
    void a_protected_sector_is_neither_programmed_nor_erased() {
        unlock();
        unlockOptions();
        Bench.write(flash, OPTCR, 0x00FF_AAEC & ~(1 << 16 + 2));

        Bench.write(flash, CR, PG | X32);
        main.write(0x8000, 4, 0);
        assertThat(Bench.read(flash, SR)).isEqualTo(WRPERR);

        Bench.write(flash, SR, WRPERR);
        Bench.write(flash, CR, MER | X32 | STRT);
        assertThat(Bench.read(flash, SR)).isEqualTo(WRPERR);
    }

    @Test
    void option_bytes_outlive_a_reset_once_they_are_programmed() {
        unlockOptions();
        Bench.write(flash, OPTCR, 0x00FE_AAEC);
        flash.reset();
        assertThat(Bench.read(flash, OPTCR)).isEqualTo(0x0FFF_AAED);

        unlockOptions();
        Bench.write(flash, OPTCR, 0x00FE_AAEC | 2);
        bench.pass(Bench.MILLISECOND);
        flash.reset();

        assertThat(Bench.read(flash, OPTCR)).isEqualTo(0x00FE_AAED);
        assertThat(flash.optionBytes().read(8, 2)).isEqualTo(0x00FE);
        assertThat(flash.optionBytes().read(0, 2)).isEqualTo(0xAAEF);
    }

    @Test
    void wait_states_and_caches_are_passed_on() {
        Bench.write(flash, ACR, 3 | 1 << 8 | 1 << 9 | 1 << 10);

        assertThat(waitStates).isEqualTo(3);
        assertThat(art).isTrue();
    }

    @Test
    void too_few_wait_states_for_the_clock_end_the_run() {
        Bench.write(flash, ACR, 2);

        assertThatThrownBy(() -> bench.hclk.set(100_000_000))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessage("FLASH_ACR.LATENCY below 3 at an HCLK of 100000000 Hz is not modelled:"
                        + " write of 0x00000002 to 0x40023C00");
    }

    @Test
    void an_erase_that_is_broken_off_leaves_some_bits_of_each() {
        memory.fill(0, memory.size(), 0);
        unlock();
        Bench.write(flash, CR, SER | X32 | STRT);
        bench.pass(125 * Bench.MILLISECOND);

        flash.breakOff(new SplittableRandom(1));

        int ones = 0;
        for (int i = 0; i < 16 * 1024; i++) {
            ones += Integer.bitCount(memory.read8(i));
        }
        assertThat(ones).isBetween(60_000, 70_000); // half of 131,072
        assertThat(memory.read8(16 * 1024)).isZero();
    }
}
