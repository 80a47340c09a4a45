package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.clock.ClockLine;
import org.junit.jupiter.api.Test;

class PwrTests {
    private static final int CR = 0x00;
    private static final int CSR = 0x04;
    private static final int VOSRDY = 1 << 14;

    private boolean pllReady;
    private final ClockLine hclk = new ClockLine(16_000_000);
    private final Pwr pwr = new Pwr(() -> pllReady, hclk);

    @Test
    void begins_at_scale_2() {
        assertThat(Bench.read(pwr, CR)).isEqualTo(0x8000);
    }

    @Test
    void the_scale_is_reached_with_the_PLL_and_cannot_change_while_it_runs() {
        Bench.write(pwr, CR, 3 << 14);
        assertThat(Bench.read(pwr, CSR) & VOSRDY).isZero();

        pllReady = true;
        assertThat(Bench.read(pwr, CSR) & VOSRDY).isNotZero();
        Bench.write(pwr, CR, 1 << 14);

        assertThat(Bench.read(pwr, CR)).isEqualTo(3 << 14);
    }

    @Test
    void a_clock_beyond_the_scale_ends_the_run() {
        assertThatThrownBy(() -> hclk.set(100_000_000))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessage("PWR_CR.VOS 2 at an HCLK of 100000000 Hz is not modelled:"
                        + " write of 0x00008000 to 0x40007000");
    }

    @Test
    void DBP_opens_the_backup_domain() {
        Bench.write(pwr, CR, 0x8000 | 1 << 8);

        assertThat(pwr.backupWritable()).isTrue();
    }
}
