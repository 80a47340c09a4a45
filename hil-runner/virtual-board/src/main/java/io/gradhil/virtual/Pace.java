package io.gradhil.virtual;

import org.apiguardian.api.API;

/** How fast virtual time passes on a {@link BoardThread}. While a debugger programs the flash it passes as fast as it goes, whatever the pace. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Pace {
    /** As fast as it goes; it stands while the board is idle, see {@link VirtualNucleo#isIdle}. */
    VIRTUAL,
    /** Not faster than the wall clock, idle or not. */
    REAL
}
