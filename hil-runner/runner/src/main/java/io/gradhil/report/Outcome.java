package io.gradhil.report;

import org.apiguardian.api.API;

/** How a step ended. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Outcome {
    /** As it should. */
    PASSED,
    /** With a wrong number. */
    WRONG,
    /** With an exception. */
    BROKEN,
    /** It had to be done because something of the infrastructure failed before it: a frame, an attempt. */
    RETRY
}
