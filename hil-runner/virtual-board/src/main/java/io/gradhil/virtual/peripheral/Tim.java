package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * General-purpose timers TIM2 to TIM5 (RM0383 chapter 13): time base and output compare.
 *
 * <p>Simplified: outputs are not led to pins; one-pulse, preload and PWM work on registers, flags, interrupts and DMA requests. Input
 * capture, slave modes, encoder, DMA bursts and trigger inputs are refused.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Tim extends RegisterBlock {
    private static final int CR1 = 0x00;
    private static final int CR2 = 0x04;
    private static final int SMCR = 0x08;
    private static final int DIER = 0x0C;
    private static final int SR = 0x10;
    private static final int EGR = 0x14;
    private static final int CCMR1 = 0x18;
    private static final int CCMR2 = 0x1C;
    private static final int CCER = 0x20;
    private static final int CNT = 0x24;
    private static final int PSC = 0x28;
    private static final int ARR = 0x2C;
    private static final int CCR1 = 0x34;
    private static final int CCR4 = 0x40;
    private static final int OR = 0x50;

    private static final int CR1_CEN = 1;
    private static final int CR1_UDIS = 1 << 1;
    private static final int CR1_URS = 1 << 2;
    private static final int CR1_OPM = 1 << 3;
    private static final int CR1_DIR = 1 << 4;
    private static final int CR1_CMS = 0b11 << 5;
    private static final int CR1_ARPE = 1 << 7;
    private static final int UIF = 1;
    private static final int DIER_WRITABLE = 0x5F5F;
    private static final int SR_FLAGS = 0x1E5F;
    private static final int CCMR_CAPTURE = 0x0303;
    private static final int CHANNELS = 4;
    private static final int OR_ITR1_RMP = 0b11 << 10;
    private static final int OR_TI4_RMP = 0b11 << 6;

    /** What asks a DMA stream for one transfer. */
    public enum Request {
        /** Update. */
        UP,
        /** Compare 1. */
        CH1,
        /** Compare 2. */
        CH2,
        /** Compare 3. */
        CH3,
        /** Compare 4. */
        CH4
    }

    private final InterruptLine interrupt;
    private final Map<Request, Runnable> dma;
    private final TimCounter counter;
    /** Bits of TIM2_OR and TIM5_OR; the others have no such register. */
    private final int optionBits;

    private final int[] ccr = new int[CHANNELS];
    private final int[] ccrPreload = new int[CHANNELS];
    private final int[] ccmr = new int[2];
    private int cr1;
    private int cr2;
    private int dier;
    private int sr;
    private int ccer;
    private int pscPreload;
    private int arrPreload;
    private int or;

    /**
     * Creates a timer.
     *
     * @param number 2 to 5; 2 and 5 have 32 bits, 3 and 4 have 16
     * @param clock timer clock of APB1
     * @param dma requests that lead somewhere
     */
    public Tim(int number, VirtualTime time, ClockLine clock, InterruptLine interrupt, Map<Request, Runnable> dma) {
        super("TIM" + number, 0x40000000 + 0x400 * (number - 2), Access.APB);
        this.interrupt = interrupt;
        this.dma = dma;
        this.optionBits = number == 2 ? OR_ITR1_RMP : number == 5 ? OR_TI4_RMP : 0;
        this.counter =
                new TimCounter(time, clock, number == 2 || number == 5 ? 0xFFFF_FFFFL : 0xFFFFL, ccr, this::reached);
        reset();
    }

    @Override
    public void reset() {
        cr1 = 0;
        cr2 = 0;
        dier = 0;
        sr = 0;
        ccer = 0;
        or = 0;
        for (int i = 0; i < CHANNELS; i++) {
            ccr[i] = 0;
            ccrPreload[i] = 0;
            ccmr[i / 2] = 0;
        }
        pscPreload = 0;
        arrPreload = (int) counter.mask();
        counter.reset();
        update();
    }

    @Override
    public void setClocked(boolean on) {
        super.setClocked(on);
        counter.hold(TimCounter.Hold.NO_CLOCK, !on);
    }

    /** Stops and continues counting: the core is halted while DBGMCU says so. */
    public void freeze(boolean on) {
        counter.hold(TimCounter.Hold.DEBUG, on);
    }

    /** The counter has arrived at something: an overflow, the value of a channel, or both. */
    private void reached(boolean overflow, int channels) {
        for (int i = 0; i < CHANNELS; i++) {
            if ((channels >>> i & 1) != 0) {
                sr |= 1 << i + 1;
                request(Request.values()[i + 1]);
            }
        }
        if (overflow) {
            overflow();
        }
        update();
    }

    private void overflow() {
        if ((cr1 & CR1_UDIS) == 0) {
            loadPreloads();
            sr |= UIF;
            request(Request.UP);
        }
        if ((cr1 & CR1_OPM) != 0) {
            cr1 &= ~CR1_CEN;
            counter.enable(false);
        }
    }

    private void loadPreloads() {
        for (int i = 0; i < CHANNELS; i++) {
            ccr[i] = ccrPreload[i];
        }
        counter.setPeriod(pscPreload, arrPreload);
    }

    /** DMA enables are the interrupt enables, eight bits up. */
    private void request(Request what) {
        if ((dier >>> 8 + what.ordinal() & 1) != 0 && dma.containsKey(what)) {
            dma.get(what).run();
        }
    }

    private void update() {
        interrupt.set((sr & dier & 0x5F) != 0);
    }

    @Override
    protected int load(int offset) {
        if (offset >= CCR1 && offset <= CCR4) {
            return ccrPreload[(offset - CCR1) / 4];
        }
        if (offset == OR && optionBits == 0) {
            throw unreadable(offset);
        }
        return switch (offset) {
            case CR1 -> cr1 & ~CR1_DIR | (counter.isDown() ? CR1_DIR : 0);
            case CR2 -> cr2;
            case SMCR, EGR -> 0;
            case DIER -> dier;
            case SR -> sr;
            case CCMR1 -> ccmr[0];
            case CCMR2 -> ccmr[1];
            case CCER -> ccer;
            case CNT -> counter.count();
            case PSC -> pscPreload;
            case ARR -> arrPreload;
            case OR -> or;
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        if (offset >= CCR1 && offset <= CCR4) {
            writeCompare((offset - CCR1) / 4, value & (int) counter.mask());
            return;
        }
        if (offset == OR && optionBits == 0) {
            throw unwritable(offset, value);
        }
        switch (offset) {
            case CR1 -> writeCr1(value);
            case CR2 -> cr2 = value & 0xF8;
            case SMCR -> refuse("SMCR", 0xFFFF, offset, value);
            case DIER -> dier = value & DIER_WRITABLE;
            case SR -> sr &= value | ~SR_FLAGS;
            case EGR -> generate(value);
            case CCMR1, CCMR2 -> {
                refuse("CCMR.CCxS (input capture)", CCMR_CAPTURE, offset, value);
                ccmr[(offset - CCMR1) / 4] = value & 0xFFFF;
            }
            case CCER -> ccer = value & 0xBBBB;
            case CNT -> counter.setCount(value);
            case PSC -> pscPreload = value & 0xFFFF;
            case ARR -> writeArr(value & (int) counter.mask());
            case OR -> or = value & optionBits;
            default -> throw unwritable(offset, value);
        }
        update();
    }

    private void writeCr1(int value) {
        cr1 = value & 0x3FF;
        counter.setMode((cr1 & CR1_CMS) != 0, (cr1 & CR1_DIR) != 0);
        counter.enable((cr1 & CR1_CEN) != 0);
    }

    private void writeArr(int value) {
        arrPreload = value;
        if ((cr1 & CR1_ARPE) == 0) {
            counter.setArr(value);
        }
    }

    /** With OCxPE, the value counts from the next update on. */
    private void writeCompare(int channel, int value) {
        ccrPreload[channel] = value;
        boolean preload = (ccmr[channel / 2] >>> 3 + 8 * (channel % 2) & 1) != 0;
        if (!preload) {
            ccr[channel] = value;
            counter.arm();
        }
    }

    /** UG restarts the counter and the prescaler; with URS it does so silently. CCxG are compares. */
    private void generate(int value) {
        refuse("EGR.TG", 1 << 6, EGR, value);
        for (int i = 0; i < CHANNELS; i++) {
            if ((value >>> i + 1 & 1) != 0) {
                sr |= 1 << i + 1;
                request(Request.values()[i + 1]);
            }
        }
        if ((value & 1) != 0 && (cr1 & CR1_UDIS) == 0) {
            loadPreloads();
            counter.restart();
            if ((cr1 & CR1_URS) == 0) {
                sr |= UIF;
                request(Request.UP);
            }
        }
    }
}
