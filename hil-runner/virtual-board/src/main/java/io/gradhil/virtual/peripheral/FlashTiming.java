package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.clock.ClockLine;

/** FLASH_ACR: wait states and caches (RM0383 3.4, 3.8.1). */
final class FlashTiming {
    private static final int ADDRESS = 0x40023C00;
    private static final int ACR_LATENCY = 0xF;
    private static final int ACR_ICEN_DCEN = 1 << 9 | 1 << 10;
    private static final int ACR_WRITABLE = 0x1F0F;

    /** At 2.7 to 3.6 V: the highest HCLK with no wait state, with one, and so on. */
    private static final int[] HCLK_LIMITS_MHZ = {30, 64, 90, 100};

    private final ClockLine hclk;
    private final FlashAccess access;
    private int acr;

    FlashTiming(ClockLine hclk, FlashAccess access) {
        this.hclk = hclk;
        this.access = access;
        hclk.onChange(() -> {}, this::requireLatency);
    }

    void reset() {
        acr = 0;
        access.changed(0, false);
    }

    int acr() {
        return acr;
    }

    int waitStates() {
        return acr & ACR_LATENCY;
    }

    void write(int value) {
        acr = value & ACR_WRITABLE;
        requireLatency();
        access.changed(waitStates(), (acr & ACR_ICEN_DCEN) == ACR_ICEN_DCEN);
    }

    /** With fewer wait states than 3.4.1 asks for, what is read is undefined. */
    private void requireLatency() {
        int needed = 0;
        while (needed < HCLK_LIMITS_MHZ.length && hclk.hz() > HCLK_LIMITS_MHZ[needed] * 1_000_000L) {
            needed++;
        }
        if (waitStates() < needed) {
            String what = "FLASH_ACR.LATENCY below " + needed + " at an HCLK of " + hclk.hz() + " Hz";
            throw new UnmodelledAccessException(what, ADDRESS, true, acr);
        }
    }
}
