package io.gradhil.reference.data;

import org.apiguardian.api.API;

/** Says that a well-formed file does not hold the CCPP rows. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CcppMismatchException extends CcppException {

    private static final long serialVersionUID = 1;

    /** SHA-256 of the rows as canonical CSV. */
    private final String actualSha256;

    CcppMismatchException(String file, String actualSha256, String difference) {
        super(
                file,
                file + " is not the CCPP data set: the SHA-256 of its rows is " + actualSha256 + " and must be "
                        + CcppDigest.SHA256 + "; " + difference + ".");
        this.actualSha256 = actualSha256;
    }

    /**
     * Give the hash that was found.
     *
     * @return SHA-256 of the rows as canonical CSV, 64 hexadecimal digits
     */
    public String actualSha256() {
        return actualSha256;
    }
}
