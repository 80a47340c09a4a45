package io.gradhil.virtual;

import org.apiguardian.api.API;

/** An ELF file that cannot be on an STM32F411RE. The message names the header that says so. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ImageRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String header;

    ImageRefusedException(String header, String reason) {
        super("Not an image for an STM32F411RE: " + header + " " + reason);
        this.header = header;
    }

    /** Returns the header or field that is wrong, never blank. */
    public String header() {
        return header;
    }
}
