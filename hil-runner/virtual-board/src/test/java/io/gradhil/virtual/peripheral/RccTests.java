package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RccTests {
    private static final int CR = 0x00;
    private static final int PLLCFGR = 0x04;
    private static final int CFGR = 0x08;
    private static final int CIR = 0x0C;
    private static final int AHB1RSTR = 0x10;
    private static final int AHB1ENR = 0x30;
    private static final int BDCR = 0x70;
    private static final int CSR = 0x74;
    private static final int DCKCFGR = 0x8C;

    private static final int PLLON = 1 << 24;
    private static final int PLLRDY = 1 << 25;
    private static final int HSEON = 1 << 16;
    private static final int HSERDY = 1 << 17;
    private static final int HSEBYP = 1 << 18;

    /** HSI / 8 * 100 / 2: 100 MHz. */
    private static final int PLL_100_MHZ = 0x2000_0000 | 5 << 24 | 100 << 6 | 8;

    private final Bench bench = new Bench();
    private final ClockTree tree = new ClockTree();
    private final Bench.Line interrupt = new Bench.Line();
    private boolean dbp;
    private final Rcc rcc = new Rcc(bench.time, tree, interrupt, () -> dbp);

    @BeforeEach
    void power() {
        rcc.powerOn();
    }

    private void startPll() {
        Bench.write(rcc, PLLCFGR, PLL_100_MHZ);
        Bench.write(rcc, CR, Bench.read(rcc, CR) | PLLON);
    }

    @Test
    void registers_have_the_reset_values_of_the_manual() {
        assertThat(Bench.read(rcc, CR)).isEqualTo(0x83);
        assertThat(Bench.read(rcc, PLLCFGR)).isEqualTo(0x24003010);
        assertThat(Bench.read(rcc, CFGR)).isZero();
        assertThat(Bench.read(rcc, AHB1ENR)).isZero();
    }

    @Test
    void the_PLL_locks_after_its_time() {
        startPll();

        bench.pass(99 * Bench.MICROSECOND);
        assertThat(Bench.read(rcc, CR) & PLLRDY).isZero();

        bench.pass(2 * Bench.MICROSECOND);
        assertThat(Bench.read(rcc, CR) & PLLRDY).isNotZero();
    }

    @Test
    void the_switch_to_the_PLL_leads_to_all_clocks() {
        startPll();
        bench.pass(Bench.MILLISECOND);

        Bench.write(rcc, CFGR, 4 << 10 | 2); // PPRE1 by 2, SW PLL

        assertThat(Bench.read(rcc, CFGR) >>> 2 & 3).isEqualTo(2);
        assertThat(tree.hclk().hz()).isEqualTo(100_000_000);
        assertThat(tree.pclk1().hz()).isEqualTo(50_000_000);
        assertThat(tree.pclk2().hz()).isEqualTo(100_000_000);
        assertThat(tree.timers1().hz()).isEqualTo(100_000_000);
    }

    @Test
    void prescalers_divide_as_in_the_manual() {
        Bench.write(rcc, CFGR, 0b1100 << 4 | 0b101 << 10 | 0b111 << 13); // 64, 4, 16

        assertThat(tree.hclk().hz()).isEqualTo(250_000);
        assertThat(tree.pclk1().hz()).isEqualTo(62_500);
        assertThat(tree.pclk2().hz()).isEqualTo(15_625);
        assertThat(tree.timers1().hz()).isEqualTo(125_000);
    }

    @Test
    void TIMPRE_gives_timers_the_whole_HCLK_up_to_an_APB_divider_of_4() {
        Bench.write(rcc, CFGR, 0b101 << 10);

        Bench.write(rcc, DCKCFGR, 1 << 24);

        assertThat(tree.timers1().hz()).isEqualTo(16_000_000);
    }

    @Test
    void a_switch_to_a_source_that_is_not_ready_waits_for_it() {
        startPll();
        Bench.write(rcc, CFGR, 2);
        assertThat(Bench.read(rcc, CFGR) & 0xF).isEqualTo(2);

        bench.pass(Bench.MILLISECOND);

        assertThat(Bench.read(rcc, CFGR) & 0xF).isEqualTo(0b1010);
    }

    @Test
    void PLLCFGR_and_the_source_in_use_cannot_change_under_way() {
        startPll();
        bench.pass(Bench.MILLISECOND);
        Bench.write(rcc, CFGR, 2);

        Bench.write(rcc, PLLCFGR, 0x24003010);
        Bench.write(rcc, CR, 0);

        assertThat(Bench.read(rcc, PLLCFGR)).isEqualTo(PLL_100_MHZ);
        assertThat(Bench.read(rcc, CR) & 0x0300_0003).isEqualTo(0x0300_0003);
    }

    @Test
    void a_PLL_outside_its_limits_never_locks() {
        Bench.write(rcc, PLLCFGR, 0x2000_0000 | 5 << 24 | 40 << 6 | 8); // VCO at 80 MHz
        Bench.write(rcc, CR, Bench.read(rcc, CR) | PLLON);

        bench.pass(1000 * Bench.MILLISECOND);

        assertThat(Bench.read(rcc, CR) & PLLRDY).isZero();
    }

    @Test
    void HSE_is_ready_in_bypass_only_since_there_is_no_crystal() {
        Bench.write(rcc, CR, 0x83 | HSEON);
        bench.pass(Bench.MILLISECOND);
        assertThat(Bench.read(rcc, CR) & HSERDY).isZero();

        Bench.write(rcc, CR, 0x83);
        Bench.write(rcc, CR, 0x83 | HSEBYP | HSEON);
        bench.pass(Bench.MILLISECOND);
        assertThat(Bench.read(rcc, CR) & HSERDY).isNotZero();

        Bench.write(rcc, CFGR, 1);
        assertThat(tree.hclk().hz()).isEqualTo(8_000_000);
    }

    @Test
    void a_ready_flag_interrupts_until_it_is_cleared() {
        Bench.write(rcc, CIR, 1 << 12); // PLLRDYIE
        startPll();
        bench.pass(Bench.MILLISECOND);
        assertThat(interrupt.asserted).isTrue();

        Bench.write(rcc, CIR, 1 << 12 | 1 << 20);

        assertThat(interrupt.asserted).isFalse();
    }

    @Test
    void a_block_is_dead_until_its_clock_is_enabled_and_reset_by_its_bit() {
        Crc crc = new Crc();
        rcc.attach(RccGate.CRC, crc);
        Bench.write(crc, 0, 1);
        assertThat(Bench.read(crc, 0)).isZero();

        Bench.write(rcc, AHB1ENR, 1 << 12);
        Bench.write(crc, 0, 1);
        assertThat(Bench.read(crc, 0)).isNotEqualTo(0xFFFFFFFF);

        Bench.write(rcc, AHB1RSTR, 1 << 12);
        assertThat(Bench.read(crc, 0)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void reset_flags_add_up_until_RMVF() {
        rcc.resetCause(ResetCause.POWER_ON);
        rcc.resetCause(ResetCause.INDEPENDENT_WATCHDOG);
        assertThat(Bench.read(rcc, CSR) >>> 24).isEqualTo(0b0010_1110);

        Bench.write(rcc, CSR, 1 << 24);

        assertThat(Bench.read(rcc, CSR)).isZero();
    }

    @Test
    void reset_flags_outlive_a_reset() {
        rcc.resetCause(ResetCause.SOFTWARE);

        rcc.reset();

        assertThat(Bench.read(rcc, CSR) >>> 24).isEqualTo(0b0001_0100);
    }

    @Test
    void the_backup_domain_is_written_with_DBP_only() {
        Bench.write(rcc, BDCR, 1);
        assertThat(Bench.read(rcc, BDCR)).isZero();

        dbp = true;
        Bench.write(rcc, BDCR, 1);
        bench.pass(3000 * Bench.MILLISECOND);

        assertThat(Bench.read(rcc, BDCR)).isEqualTo(0b11);
    }

    @Test
    void LSI_is_ready_some_microseconds_after_LSION() {
        Bench.write(rcc, CSR, 1);
        assertThat(Bench.read(rcc, CSR) & 2).isZero();

        bench.pass(20 * Bench.MICROSECOND);

        assertThat(Bench.read(rcc, CSR) & 2).isNotZero();
    }

    @Test
    void a_broken_PLL_never_locks() {
        rcc.breakDown(ClockSource.PLL);
        startPll();

        bench.pass(1000 * Bench.MILLISECOND);

        assertThat(Bench.read(rcc, CR) & PLLRDY).isZero();
    }
}
