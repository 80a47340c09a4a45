package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.InterruptLine;
import org.apiguardian.api.API;

/**
 * External interrupt/event controller (RM0383 10.2, 10.3). Lines 0 to 15 are GPIO pins; the sources of lines 16 to 22 (PVD, RTC, USB)
 * are not modelled, but SWIER works on them.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Exti extends RegisterBlock {
    private static final int IMR = 0x00;
    private static final int EMR = 0x04;
    private static final int RTSR = 0x08;
    private static final int FTSR = 0x0C;
    private static final int SWIER = 0x10;
    private static final int PR = 0x14;

    /** Lines 19 and 20 do not exist. */
    private static final int LINES = 0x67_FFFF;

    private final Interrupts interrupts;
    private final Runnable event;
    private int imr;
    private int emr;
    private int rtsr;
    private int ftsr;
    private int swier;
    private int pr;
    private int levels;

    /** Finds the request line of a position in the vector table. */
    @FunctionalInterface
    public interface Interrupts {
        /** Returns the line of a position in RM0383 table 37. */
        InterruptLine irq(int position);
    }

    /** Which lines share an interrupt. */
    private enum Vector {
        EXTI0(6, 0x1),
        EXTI1(7, 0x2),
        EXTI2(8, 0x4),
        EXTI3(9, 0x8),
        EXTI4(10, 0x10),
        EXTI9_5(23, 0x3E0),
        EXTI15_10(40, 0xFC00),
        EXTI16_PVD(1, 1 << 16),
        EXTI17_RTC_ALARM(41, 1 << 17),
        EXTI18_OTG_FS_WKUP(42, 1 << 18),
        EXTI21_TAMP_STAMP(2, 1 << 21),
        EXTI22_RTC_WKUP(3, 1 << 22);

        private final int position;
        private final int lines;

        Vector(int position, int lines) {
            this.position = position;
            this.lines = lines;
        }
    }

    /**
     * Creates the controller at its address.
     *
     * @param event is called for lines in event mode: ends the core's WFE
     */
    public Exti(Interrupts interrupts, Runnable event) {
        super("EXTI", 0x40013C00, Access.APB);
        this.interrupts = interrupts;
        this.event = event;
        reset();
    }

    @Override
    public void reset() {
        imr = 0;
        emr = 0;
        rtsr = 0;
        ftsr = 0;
        swier = 0;
        pr = 0;
        update();
    }

    /** Is told of the level of a line. */
    public void line(int number, boolean high) {
        int mask = 1 << number;
        boolean was = (levels & mask) != 0;
        levels = high ? levels | mask : levels & ~mask;
        if (high != was && ((high ? rtsr : ftsr) & mask) != 0) {
            trigger(mask);
        }
    }

    private void trigger(int mask) {
        pr |= mask & imr;
        if ((mask & emr) != 0) {
            event.run();
        }
        update();
    }

    private void update() {
        for (Vector vector : Vector.values()) {
            interrupts.irq(vector.position).set((pr & imr & vector.lines) != 0);
        }
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case IMR -> imr;
            case EMR -> emr;
            case RTSR -> rtsr;
            case FTSR -> ftsr;
            case SWIER -> swier;
            case PR -> pr;
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        int lines = value & LINES;
        switch (offset) {
            case IMR -> imr = lines;
            case EMR -> emr = lines;
            case RTSR -> rtsr = lines;
            case FTSR -> ftsr = lines;
            case SWIER -> {
                int risen = lines & ~swier;
                swier |= lines;
                trigger(risen);
            }
            case PR -> {
                pr &= ~lines;
                swier &= ~lines;
            }
            default -> throw unwritable(offset, value);
        }
        update();
    }
}
