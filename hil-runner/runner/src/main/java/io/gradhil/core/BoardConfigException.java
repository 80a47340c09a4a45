package io.gradhil.core;

import java.nio.file.Path;
import org.apiguardian.api.API;

/** A board's file cannot be used. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardConfigException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String file;

    /**
     * Builds the exception.
     *
     * @param file the board's file
     * @param seen what is wrong with it
     * @param remedy what would be right
     */
    public BoardConfigException(Path file, String seen, String remedy) {
        super("The board's file " + file + " cannot be used", seen, remedy);
        this.file = file.toString();
    }

    /** Returns the board's file. */
    public Path file() {
        return Path.of(file);
    }
}
