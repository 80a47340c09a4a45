package io.gradhil.virtual.peripheral;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.apiguardian.api.API;

/** System configuration controller (RM0383 7.2): which memory lies at 0, which port's pin is an EXTI line. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Syscfg extends RegisterBlock {
    private static final int MEMRMP = 0x00;
    private static final int PMC = 0x04;
    private static final int EXTICR1 = 0x08;
    private static final int EXTICR4 = 0x14;
    private static final int CMPCR = 0x20;

    private static final int MEM_MODE = 0b11;
    private static final int CMP_PD = 1;
    private static final int CMPCR_READY = 1 << 8;

    private final Exti exti;
    private final IntConsumer remap;
    private final int[] exticr = new int[4];
    private int memrmp;
    private int pmc;
    private int cmpcr;

    /**
     * Creates the controller at its address.
     *
     * @param remap is told MEM_MODE: 0 the flash lies at 0, 3 the SRAM
     */
    public Syscfg(Exti exti, IntConsumer remap) {
        super("SYSCFG", 0x40013800, Access.APB);
        this.exti = exti;
        this.remap = remap;
    }

    @Override
    public void reset() {
        Arrays.fill(exticr, 0);
        pmc = 0;
        cmpcr = 0;
        switchTo(0);
    }

    private void switchTo(int mode) {
        if (mode != memrmp) {
            memrmp = mode;
            remap.accept(mode);
        }
    }

    /** Is told of a pin's level; {@code port} 0 is A, 7 is H. */
    public void pin(int port, int pin, boolean high) {
        if ((exticr[pin / 4] >>> 4 * (pin % 4) & 0xF) == port) {
            exti.line(pin, high);
        }
    }

    @Override
    protected int load(int offset) {
        if (offset >= EXTICR1 && offset <= EXTICR4) {
            return exticr[(offset - EXTICR1) / 4];
        }
        return switch (offset) {
            case MEMRMP -> memrmp;
            case PMC -> pmc;
            case CMPCR -> cmpcr | ((cmpcr & CMP_PD) != 0 ? CMPCR_READY : 0);
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        if (offset >= EXTICR1 && offset <= EXTICR4) {
            exticr[(offset - EXTICR1) / 4] = value & 0xFFFF;
            return;
        }
        switch (offset) {
            case MEMRMP -> {
                refuse("MEMRMP.MEM_MODE system flash", (value & MEM_MODE) == 1 ? 1 : 0, offset, value);
                switchTo(value & MEM_MODE);
            }
            case PMC -> pmc = value & 1 << 16;
            case CMPCR -> cmpcr = value & CMP_PD;
            default -> throw unwritable(offset, value);
        }
    }
}
