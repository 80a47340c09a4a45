package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** An oscillator that can be broken on command. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ClockSource {
    /** External clock, 8 MHz from the ST-LINK. */
    HSE,
    /** Main PLL. */
    PLL,
    /** Low-speed internal oscillator of the independent watchdog. */
    LSI
}
