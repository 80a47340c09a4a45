package io.gradhil.reference.data;

import org.apiguardian.api.API;

/** Says that a file that was named does not exist or cannot be read. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CcppUnreadableException extends CcppException {

    private static final long serialVersionUID = 1;

    CcppUnreadableException(String file, String reason) {
        super(
                file,
                "Cannot read the CCPP file " + file + ": " + reason + ". Set " + CcppFinder.PROPERTY
                        + " to a readable file or to \"" + CcppFinder.SYNTHETIC + "\".");
    }
}
