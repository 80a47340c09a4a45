package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * Reset and clock control (RM0383 6.3). Start-up times are the datasheet's typical ones (DS10314, clock source characteristics).
 *
 * <p>Simplified: HSICAL reads 0; the clock security system never finds a fault; PLLI2S and MCO outputs have registers but
 * feed nothing; sleep does not stop a peripheral's clock (xxxLPENR has no effect); LSE drives nothing.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Rcc extends RegisterBlock {
    private static final int CR = 0x00;
    private static final int PLLCFGR = 0x04;
    private static final int CFGR = 0x08;
    private static final int CIR = 0x0C;
    private static final int AHB1RSTR = 0x10;
    private static final int AHB2RSTR = 0x14;
    private static final int APB1RSTR = 0x20;
    private static final int APB2RSTR = 0x24;
    private static final int AHB1ENR = 0x30;
    private static final int AHB2ENR = 0x34;
    private static final int APB1ENR = 0x40;
    private static final int APB2ENR = 0x44;
    private static final int AHB1LPENR = 0x50;
    private static final int AHB2LPENR = 0x54;
    private static final int APB1LPENR = 0x60;
    private static final int APB2LPENR = 0x64;
    private static final int BDCR = 0x70;
    private static final int CSR = 0x74;
    private static final int SSCGR = 0x80;
    private static final int PLLI2SCFGR = 0x84;
    private static final int DCKCFGR = 0x8C;

    private static final int CFGR_SW = 0b11;
    private static final int CFGR_SWS = 0b1100;
    private static final int CSR_LSION = 1;
    private static final int CSR_LSIRDY = 1 << 1;
    private static final int CSR_RMVF = 1 << 24;
    private static final int CSR_FLAGS = 0xFE00_0000;
    private static final int BDCR_LSEON = 1;
    private static final int BDCR_LSERDY = 1 << 1;
    private static final int BDCR_LSEBYP = 1 << 2;
    private static final int BDCR_LSEMOD = 1 << 3;
    private static final int BDCR_RTC = 0x8300;
    private static final int BDCR_BDRST = 1 << 16;
    private static final int DCKCFGR_TIMPRE = 1 << 24;
    private static final int CIR_IE = 0x3F00;
    private static final int SSCGR_WRITABLE = 0xCFFF_FFFF;
    private static final int PLLI2SCFGR_AT_RESET = 0x2400_3000;
    private static final int PLLI2SCFGR_WRITABLE = 0x7000_7FFF;

    private static final long LSI_START = 15_000_000L; // 15 us
    private static final long LSE_START = 2_000_000_000_000L; // 2 s

    private final RccClocks clocks;
    private final InterruptLine interrupt;
    private final BooleanSupplier backupWritable;
    private final Map<RccGate, List<RegisterBlock>> gated = new EnumMap<>(RccGate.class);
    private final Oscillator lsi;
    private final Oscillator lse;
    private final int[] enable = new int[RccGate.Bank.values().length];
    private final int[] asleep = new int[RccGate.Bank.values().length];
    private final int[] inReset = new int[RccGate.Bank.values().length];
    private int cirFlags;
    private int cirEnable;
    private int bdcr;
    private int csrFlags;
    private int sscgr;
    private int plli2scfgr;
    private int dckcfgr;

    /**
     * Creates the block.
     *
     * @param tree receives the frequencies
     * @param interrupt RCC global interrupt (position 5)
     * @param backupWritable PWR_CR.DBP
     */
    public Rcc(VirtualTime time, ClockTree tree, InterruptLine interrupt, BooleanSupplier backupWritable) {
        super("RCC", 0x40023800, Access.AHB);
        this.interrupt = interrupt;
        this.backupWritable = backupWritable;
        this.lsi = new Oscillator(time, () -> flag(0));
        this.lse = new Oscillator(time, () -> flag(1));
        this.clocks = new RccClocks(this, time, tree, this::flag);
        reset();
    }

    /** Puts a block's clock and reset under the control of a bit. Blocks without a clock begin dead. */
    public void attach(RccGate gate, RegisterBlock block) {
        gated.computeIfAbsent(gate, unused -> new ArrayList<>()).add(block);
        block.setClocked(false);
    }

    /** Returns whether the main PLL is ready. */
    public boolean pllReady() {
        return clocks.pllReady();
    }

    /** Breaks an oscillator for good: it never becomes ready again. */
    public void breakDown(ClockSource source) {
        if (source == ClockSource.LSI) {
            lsi.breakDown();
        } else {
            clocks.breakDown(source);
        }
    }

    /** Adds reset flags to RCC_CSR (6.3.21); every reset sets PINRSTF too, as the chip pulls its own NRST low. */
    public void resetCause(ResetCause cause) {
        csrFlags |= cause.flags();
    }

    /** Starts the LSI, which the independent watchdog needs (15.3). */
    public void forceLsi() {
        lsi.set(true, true, LSI_START);
    }

    /** Leaves the reset flags of RCC_CSR and the backup domain alone. */
    @Override
    public void reset() {
        cirFlags = 0;
        cirEnable = 0;
        Arrays.fill(enable, 0);
        Arrays.fill(inReset, 0);
        for (RccGate.Bank bank : RccGate.Bank.values()) {
            asleep[bank.ordinal()] = bank.asleepAtReset;
        }
        sscgr = 0;
        plli2scfgr = PLLI2SCFGR_AT_RESET;
        dckcfgr = 0;
        lsi.set(false, false, 0);
        gated.values().forEach(blocks -> blocks.forEach(block -> block.setClocked(false)));
        clocks.reset();
        interrupt.set(false);
    }

    /** Forgets everything, the backup domain too, as when the supply comes up. */
    public void powerOn() {
        csrFlags = 0;
        bdcr = 0;
        lse.set(false, false, 0);
        reset();
    }

    private void flag(int bit) {
        cirFlags |= 1 << bit;
        update();
    }

    private void update() {
        interrupt.set((cirFlags << 8 & cirEnable) != 0);
    }

    boolean timpre() {
        return (dckcfgr & DCKCFGR_TIMPRE) != 0;
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case CR -> clocks.cr();
            case PLLCFGR -> clocks.pllcfgr();
            case CFGR -> clocks.cfgr();
            case CIR -> cirFlags | cirEnable;
            case AHB1RSTR, AHB2RSTR, APB1RSTR, APB2RSTR ->
                inReset[bank(offset - AHB1RSTR).ordinal()];
            case AHB1ENR, AHB2ENR, APB1ENR, APB2ENR ->
                enable[bank(offset - AHB1ENR).ordinal()];
            case AHB1LPENR, AHB2LPENR, APB1LPENR, APB2LPENR ->
                asleep[bank(offset - AHB1LPENR).ordinal()];
            case BDCR -> bdcr | (lse.isReady() ? BDCR_LSERDY : 0);
            case CSR -> csrFlags | (lsi.isOn() ? CSR_LSION : 0) | (lsi.isReady() ? CSR_LSIRDY : 0);
            case SSCGR -> sscgr;
            case PLLI2SCFGR -> plli2scfgr;
            case DCKCFGR -> dckcfgr;
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case CR -> clocks.writeCr(value);
            case PLLCFGR -> clocks.writePllcfgr(value);
            case CFGR -> clocks.writeCfgr(value & ~CFGR_SWS, value & CFGR_SW);
            case CIR -> writeCir(value);
            case AHB1RSTR, AHB2RSTR, APB1RSTR, APB2RSTR -> writeReset(bank(offset - AHB1RSTR), value);
            case AHB1ENR, AHB2ENR, APB1ENR, APB2ENR -> writeEnable(bank(offset - AHB1ENR), value);
            case AHB1LPENR, AHB2LPENR, APB1LPENR, APB2LPENR -> writeAsleep(bank(offset - AHB1LPENR), value);
            case BDCR -> writeBdcr(value);
            case CSR -> writeCsr(value);
            case SSCGR -> sscgr = value & SSCGR_WRITABLE;
            case PLLI2SCFGR -> plli2scfgr = PLLI2SCFGR_AT_RESET & ~PLLI2SCFGR_WRITABLE | value & PLLI2SCFGR_WRITABLE;
            case DCKCFGR -> {
                dckcfgr = value & DCKCFGR_TIMPRE;
                clocks.derive();
            }
            default -> throw unwritable(offset, value);
        }
    }

    private static RccGate.Bank bank(int distance) {
        return switch (distance) {
            case 0x00 -> RccGate.Bank.AHB1;
            case 0x04 -> RccGate.Bank.AHB2;
            case 0x10 -> RccGate.Bank.APB1;
            default -> RccGate.Bank.APB2;
        };
    }

    private void writeCir(int value) {
        cirEnable = value & CIR_IE;
        cirFlags &= ~(value >>> 16 & 0xBF);
        update();
    }

    /** Enabling the clock of a block that is not modelled is allowed: using the block is not. */
    private void writeEnable(RccGate.Bank bank, int value) {
        enable[bank.ordinal()] = value & bank.bits;
        gated.forEach((gate, blocks) -> {
            if (gate.bank() == bank) {
                blocks.forEach(block -> block.setClocked((value & gate.mask()) != 0));
            }
        });
    }

    private void writeAsleep(RccGate.Bank bank, int value) {
        asleep[bank.ordinal()] = value & bank.asleepBits;
    }

    private void writeReset(RccGate.Bank bank, int value) {
        inReset[bank.ordinal()] = value & bank.bits;
        gated.forEach((gate, blocks) -> {
            if (gate.bank() == bank && (value & gate.mask()) != 0) {
                blocks.forEach(RegisterBlock::reset);
            }
        });
    }

    private void writeBdcr(int value) {
        if (!backupWritable.getAsBoolean()) {
            return;
        }
        if ((value & BDCR_BDRST) != 0) {
            bdcr = BDCR_BDRST;
            lse.set(false, false, 0);
            return;
        }
        bdcr = value & (BDCR_LSEON | BDCR_LSEBYP | BDCR_LSEMOD | BDCR_RTC);
        lse.set((value & BDCR_LSEON) != 0, true, LSE_START);
    }

    private void writeCsr(int value) {
        if ((value & CSR_RMVF) != 0) {
            csrFlags &= ~CSR_FLAGS;
        }
        lsi.set((value & CSR_LSION) != 0, true, LSI_START);
    }
}
