package io.gradhil.protocol;

import org.apiguardian.api.API;

/** Ways in which a board can be made to fail, to see what becomes of it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Fault {
    /** Executes an undefined instruction. */
    UNDEFINED_INSTRUCTION,
    /** Reads an address where nothing is. */
    BUS_ERROR,
    /** Recurses until the stack overflows. */
    STACK_OVERFLOW,
    /** Loops until a watchdog ends it. */
    HANG
}
