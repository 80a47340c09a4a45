package io.gradhil.virtual;

import org.apiguardian.api.API;

/** Why a run of the board ended. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Stop {
    /** The time given has passed. */
    TIME,
    /** What was waited for has come. */
    CONDITION,
    /** The board has no power. */
    POWER_OFF
}
