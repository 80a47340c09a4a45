package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** Debug MCU support (RM0383 23.6.1, 23.16). Its registers keep their values over all but a power-on reset. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Dbgmcu extends RegisterBlock {
    private static final int IDCODE = 0x00;
    private static final int CR = 0x04;
    private static final int APB1_FZ = 0x08;
    private static final int APB2_FZ = 0x0C;

    /** STM32F411, revision A. */
    private static final int STM32F411 = 0x1000_6431;

    private int cr;
    private int apb1;
    private int apb2;

    /** What can stand still while the core is halted: bits of DBGMCU_APB1_FZ. */
    public enum Freeze {
        /** Timer 2. */
        TIM2(0),
        /** Timer 3. */
        TIM3(1),
        /** Timer 4. */
        TIM4(2),
        /** Timer 5. */
        TIM5(3),
        /** Window watchdog. */
        WWDG(11),
        /** Independent watchdog. */
        IWDG(12);

        private final int bit;

        Freeze(int bit) {
            this.bit = bit;
        }
    }

    /** Creates the block at its address on the private peripheral bus. */
    public Dbgmcu() {
        super("DBGMCU", 0xE0042000, Access.AHB);
    }

    /** To be called at power-on only. */
    @Override
    public void reset() {
        cr = 0;
        apb1 = 0;
        apb2 = 0;
    }

    /** Tells whether a block is to stand still while the core is halted. */
    public boolean freezes(Freeze block) {
        return (apb1 >>> block.bit & 1) != 0;
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case IDCODE -> STM32F411;
            case CR -> cr;
            case APB1_FZ -> apb1;
            case APB2_FZ -> apb2;
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case IDCODE -> {}
            case CR -> cr = value & 0xE7;
            case APB1_FZ -> apb1 = value & 0x00E0_1C0F;
            case APB2_FZ -> apb2 = value & 0x0007_0001;
            default -> throw unwritable(offset, value);
        }
    }
}
