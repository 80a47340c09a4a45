package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import org.apiguardian.api.API;

/** The clocks that RCC derives and everybody else counts on (RM0383 figure 12). */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ClockTree {
    /** Internal oscillator: 16 MHz, exactly; silicon is within 1 %. */
    static final long HSI_HZ = 16_000_000;

    /** On a NUCLEO-F411RE the ST-LINK feeds 8 MHz into OSC_IN (UM1724, OSC clock supply); there is no crystal. */
    static final long HSE_HZ = 8_000_000;

    /** Internal low-speed oscillator: nominal; silicon has 17 to 47 kHz. */
    public static final long LSI_HZ = 32_000;

    private final ClockLine hclk = new ClockLine(HSI_HZ);
    private final ClockLine pclk1 = new ClockLine(HSI_HZ);
    private final ClockLine pclk2 = new ClockLine(HSI_HZ);
    private final ClockLine timers1 = new ClockLine(HSI_HZ);

    /** Returns the clock of core, memories, AHB and DMA. */
    public ClockLine hclk() {
        return hclk;
    }

    /** Returns the clock of APB1. */
    public ClockLine pclk1() {
        return pclk1;
    }

    /** Returns the clock of APB2. */
    public ClockLine pclk2() {
        return pclk2;
    }

    /** Returns the clock of the timers on APB1: TIM2 to TIM5. */
    public ClockLine timers1() {
        return timers1;
    }

    /** Derives all clocks; peripherals before the core, since its change moves their view of now. */
    void derive(long sysclkHz, int cfgr, boolean timpre) {
        long ahb = sysclkHz / ahbDivider(cfgr >>> 4 & 0xF);
        int ppre1 = cfgr >>> 10 & 7;
        int ppre2 = cfgr >>> 13 & 7;
        pclk1.set(ahb / apbDivider(ppre1));
        pclk2.set(ahb / apbDivider(ppre2));
        timers1.set(ahb / timerDivider(apbDivider(ppre1), timpre));
        hclk.set(ahb);
    }

    /** HPRE: 0xxx is 1; 1000 to 1111 are 2, 4, 8, 16, 64, 128, 256, 512 (there is no 32). */
    private static int ahbDivider(int hpre) {
        if (hpre < 8) {
            return 1;
        }
        return hpre < 12 ? 2 << hpre - 8 : 64 << hpre - 12;
    }

    /** PPRE: 0xx is 1; 100 to 111 are 2, 4, 8, 16. */
    private static int apbDivider(int ppre) {
        return ppre < 4 ? 1 : 2 << ppre - 4;
    }

    /** Timers get HCLK up to an APB divider of 2 (with TIMPRE: 4), else 2 (TIMPRE: 4) times PCLK (6.3.23). */
    private static int timerDivider(int apbDivider, boolean timpre) {
        int multiple = timpre ? 4 : 2;
        return apbDivider <= multiple ? 1 : apbDivider / multiple;
    }
}
