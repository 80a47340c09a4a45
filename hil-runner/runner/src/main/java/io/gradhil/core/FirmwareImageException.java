package io.gradhil.core;

import java.nio.file.Path;
import org.apiguardian.api.API;

/** A file is not a firmware image that can be used. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FirmwareImageException extends HilException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    /**
     * Builds the exception.
     *
     * @param path the file
     * @param reason what is wrong with it
     * @param remedy what to do about it
     */
    public FirmwareImageException(Path path, String reason, String remedy) {
        super("No usable firmware image at " + path, reason, remedy);
        this.path = path;
    }

    /** Returns the file. */
    public Path path() {
        return path;
    }
}
