package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.clock.ClockLine;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * Power controller (RM0383 5.4). The supply is always good, so PVDO stays 0. The regulator reaches its scale together with
 * the PLL (5.1.3): VOSRDY follows PLLRDY. Stop and Standby are not modelled; the machine refuses to enter them.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Pwr extends RegisterBlock {
    private static final int CR = 0x00;
    private static final int CSR = 0x04;

    private static final int CR_CWUF_CSBF = 0b1100;
    private static final int CR_DBP = 1 << 8;
    private static final int CR_VOS = 0b11 << 14;
    private static final int CR_WRITABLE = 0x0030_EFF3;
    private static final int CR_AT_RESET = 0x0000_8000;

    private static final int CSR_EWUP_BRE = 1 << 8 | 1 << 9;
    private static final int CSR_VOSRDY = 1 << 14;

    private final BooleanSupplier pllReady;
    private final ClockLine hclk;
    private int cr;
    private int csr;

    /** Creates the controller at its address. */
    public Pwr(BooleanSupplier pllReady, ClockLine hclk) {
        super("PWR", 0x40007000, Access.APB);
        this.hclk = hclk;
        hclk.onChange(() -> {}, this::requireScale);
        this.pllReady = pllReady;
        reset();
    }

    @Override
    public void reset() {
        cr = CR_AT_RESET;
        csr = 0;
    }

    /** Tells whether the backup domain may be written (PWR_CR.DBP). */
    public boolean backupWritable() {
        return (cr & CR_DBP) != 0;
    }

    /** Beyond the limit of its scale (5.1.3: 64, 84, 100 MHz) the regulator does not carry the core. */
    private void requireScale() {
        int vos = cr >>> 14 & 3;
        long limit = (vos == 3 ? 100 : vos == 2 ? 84 : 64) * 1_000_000L;
        if (hclk.hz() > limit) {
            String what = "PWR_CR.VOS " + vos + " at an HCLK of " + hclk.hz() + " Hz";
            throw new UnmodelledAccessException(what, base() + CR, true, cr);
        }
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case CR -> cr;
            case CSR -> csr | (pllReady.getAsBoolean() ? CSR_VOSRDY : 0);
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case CR -> {
                int frozen = pllReady.getAsBoolean() ? CR_VOS : 0; // VOS can change only while the PLL is off
                cr = (cr & frozen | value & ~frozen) & CR_WRITABLE & ~CR_CWUF_CSBF;
            }
            case CSR -> csr = value & CSR_EWUP_BRE;
            default -> throw unwritable(offset, value);
        }
    }
}
