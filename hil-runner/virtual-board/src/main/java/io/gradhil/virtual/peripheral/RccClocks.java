package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.VirtualTime;
import java.util.function.IntConsumer;

/** The oscillators and the switch of RCC: RCC_CR, RCC_PLLCFGR, RCC_CFGR (RM0383 6.2, 6.3.1 to 6.3.3). */
final class RccClocks {
    private static final int CR_HSION = 1;
    private static final int CR_HSIRDY = 1 << 1;
    private static final int CR_HSITRIM = 0xF8;
    private static final int CR_HSEON = 1 << 16;
    private static final int CR_HSERDY = 1 << 17;
    private static final int CR_HSEBYP = 1 << 18;
    private static final int CR_CSSON = 1 << 19;
    private static final int CR_PLLON = 1 << 24;
    private static final int CR_PLLRDY = 1 << 25;
    private static final int CR_PLLI2SON = 1 << 26;
    private static final int CR_PLLI2SRDY = 1 << 27;
    private static final int PLLCFGR_PLLSRC = 1 << 22;
    private static final int PLLCFGR_AT_RESET = 0x2400_3010;
    private static final int PLLCFGR_WRITABLE = 0x0F43_7FFF;
    private static final int CFGR_WRITABLE = 0xFFFF_FCF0;

    private static final int HSI = 0;
    private static final int HSE = 1;
    private static final int PLL = 2;

    private static final int HSI_READY = 2;
    private static final int HSE_READY = 3;
    private static final int PLL_READY = 4;
    private static final int PLLI2S_READY = 5;

    private static final long MICROSECOND = 1_000_000L;
    private static final long HSI_START = 2_200_000L; // 2.2 us

    /** A clock that is fed in needs no start-up; some edges are enough. */
    private static final long HSE_START = MICROSECOND;

    /** tLOCK: 75 us at a VCO of 100 MHz, 100 us at 432 MHz. */
    private static final long PLL_LOCK = 100 * MICROSECOND;

    private final Rcc rcc;
    private final ClockTree tree;
    private final Oscillator hsi;
    private final Oscillator hse;
    private final Oscillator pll;
    private final Oscillator plli2s;
    private int crKept;
    private int pllcfgr;
    private int cfgr;
    private int selected;
    private int status;

    RccClocks(Rcc rcc, VirtualTime time, ClockTree tree, IntConsumer flag) {
        this.rcc = rcc;
        this.tree = tree;
        hsi = new Oscillator(time, () -> becameReady(flag, HSI_READY));
        hse = new Oscillator(time, () -> becameReady(flag, HSE_READY));
        pll = new Oscillator(time, () -> becameReady(flag, PLL_READY));
        plli2s = new Oscillator(time, () -> becameReady(flag, PLLI2S_READY));
    }

    void reset() {
        crKept = 0x80; // HSITRIM in the middle
        pllcfgr = PLLCFGR_AT_RESET;
        cfgr = 0;
        selected = HSI;
        status = HSI;
        hsi.setReady();
        hse.set(false, false, 0);
        pll.set(false, false, 0);
        plli2s.set(false, false, 0);
        derive();
    }

    void breakDown(ClockSource source) {
        if (source == ClockSource.PLL) {
            pll.breakDown();
        } else {
            hse.breakDown();
            if (pllOnHse()) {
                pll.breakDown();
            }
        }
        if (!ready(status)) {
            selected = HSI;
            status = HSI;
            derive();
        }
    }

    boolean pllReady() {
        return pll.isReady();
    }

    int cr() {
        return crKept
                | bits(hsi, CR_HSION, CR_HSIRDY)
                | bits(hse, CR_HSEON, CR_HSERDY)
                | bits(pll, CR_PLLON, CR_PLLRDY)
                | bits(plli2s, CR_PLLI2SON, CR_PLLI2SRDY);
    }

    private static int bits(Oscillator oscillator, int on, int ready) {
        return (oscillator.isOn() ? on : 0) | (oscillator.isReady() ? ready : 0);
    }

    /** An oscillator that the system clock comes from cannot be switched off. */
    void writeCr(int value) {
        crKept = value & (CR_HSITRIM | CR_CSSON) | (hse.isOn() ? crKept : value) & CR_HSEBYP;
        hsi.set((value & CR_HSION) != 0 || uses(HSI), true, HSI_START);
        hse.set((value & CR_HSEON) != 0 || uses(HSE), (value & CR_HSEBYP) != 0, HSE_START);
        pll.set((value & CR_PLLON) != 0 || status == PLL, pllCanLock(), PLL_LOCK);
        plli2s.set((value & CR_PLLI2SON) != 0, true, PLL_LOCK);
    }

    private boolean uses(int source) {
        return status == source || status == PLL && (pllOnHse() ? HSE : HSI) == source;
    }

    private boolean pllOnHse() {
        return (pllcfgr & PLLCFGR_PLLSRC) != 0;
    }

    /** Limits of 6.3.2: input of the VCO 0.95 to 2.1 MHz (DS10314, PLL characteristics), output 100 to 432 MHz. */
    private boolean pllCanLock() {
        long input = pllInput();
        long vco = input * plln();
        return (pllOnHse() ? hse : hsi).isReady()
                && pllm() >= 2
                && input >= 950_000
                && input <= 2_100_000
                && vco >= 100_000_000
                && vco <= 432_000_000;
    }

    private int pllm() {
        return pllcfgr & 0x3F;
    }

    private int plln() {
        return pllcfgr >>> 6 & 0x1FF;
    }

    private long pllInput() {
        return (pllOnHse() ? ClockTree.HSE_HZ : ClockTree.HSI_HZ) / Math.max(1, pllm());
    }

    private long pllHz() {
        int pllp = 2 * ((pllcfgr >>> 16 & 3) + 1);
        long source = pllOnHse() ? ClockTree.HSE_HZ : ClockTree.HSI_HZ;
        return source * plln() / Math.max(1, pllm()) / pllp;
    }

    int pllcfgr() {
        return pllcfgr;
    }

    /** Takes effect only while the PLL is off. */
    void writePllcfgr(int value) {
        if (!pll.isOn()) {
            pllcfgr = PLLCFGR_AT_RESET & ~PLLCFGR_WRITABLE | value & PLLCFGR_WRITABLE;
        }
    }

    int cfgr() {
        return cfgr | selected | status << 2;
    }

    /** The switch waits for a source that is not ready yet (6.2.6). */
    void writeCfgr(int value, int sw) {
        cfgr = value & CFGR_WRITABLE;
        selected = sw;
        follow();
    }

    private void becameReady(IntConsumer flag, int bit) {
        flag.accept(bit);
        follow();
    }

    private void follow() {
        if (selected <= PLL && ready(selected)) {
            status = selected;
        }
        derive();
    }

    private boolean ready(int source) {
        return switch (source) {
            case HSI -> hsi.isReady();
            case HSE -> hse.isReady();
            default -> pll.isReady();
        };
    }

    void derive() {
        long sysclk =
                switch (status) {
                    case HSI -> ClockTree.HSI_HZ;
                    case HSE -> ClockTree.HSE_HZ;
                    default -> pllHz();
                };
        tree.derive(sysclk, cfgr, rcc.timpre());
    }
}
