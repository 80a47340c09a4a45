package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** Why the chip was reset, and the flags that RCC_CSR keeps of it (RM0383 6.1, 6.3.21). */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ResetCause {
    /** The supply came up: PORRSTF and BORRSTF. */
    POWER_ON(1 << 27 | 1 << 25),
    /** NRST was pulled low from outside. */
    PIN(0),
    /** AIRCR.SYSRESETREQ: SFTRSTF. */
    SOFTWARE(1 << 28),
    /** The independent watchdog: IWDGRSTF. */
    INDEPENDENT_WATCHDOG(1 << 29),
    /** The window watchdog: WWDGRSTF. */
    WINDOW_WATCHDOG(1 << 30);

    private static final int PINRSTF = 1 << 26;

    private final int flag;

    ResetCause(int flag) {
        this.flag = flag;
    }

    /** Every reset pulls NRST, so PINRSTF is always among the flags. */
    int flags() {
        return flag | PINRSTF;
    }
}
