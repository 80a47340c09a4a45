package io.gradhil.virtual;

import org.apiguardian.api.API;

/** How fast virtual time passes on a {@link BoardThread}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Pace {
    /** As fast as it goes; it stands while the board is idle, see {@link VirtualNucleo#isIdle}. */
    VIRTUAL,
    /** Not faster than the wall clock, idle or not. */
    REAL
}
