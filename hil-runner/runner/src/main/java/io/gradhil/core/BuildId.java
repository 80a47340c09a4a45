package io.gradhil.core;

import java.util.HexFormat;
import org.apiguardian.api.API;

/**
 * Identifies the sources that a firmware image was built from.
 *
 * @param hex 32 lower-case hex digits: the first 16 bytes of a SHA-256, see {@code firmware/README.md}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record BuildId(String hex) {
    /** Length of a build id in bytes. */
    public static final int BYTES = 16;

    public BuildId {
        if (!hex.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
            throw new IllegalArgumentException("Build id must have " + 2 * BYTES + " hex digits: " + hex);
        }
    }

    /** Reads a build id from the first {@value #BYTES} bytes at {@code offset}. */
    public static BuildId of(byte[] bytes, int offset) {
        return new BuildId(HexFormat.of().formatHex(bytes, offset, offset + BYTES));
    }

    @Override
    public String toString() {
        return hex;
    }
}
