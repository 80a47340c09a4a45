package io.gradhil.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** Reasons for which a board refuses a request, {@code firmware/PROTOCOL.md} section 4. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ErrorCode {
    BAD_FRAME(1, "the frame was not COBS or too short: %d bytes arrived"),
    BAD_CRC(2, "the frame's CRC is 0x%08X, not 0x%08X"),
    FRAME_TOO_LONG(3, "the frame had at least %d bytes, %d are allowed"),
    UNKNOWN_TYPE(4, "there is no message type 0x%02X"),
    BAD_LENGTH(5, "the payload has %d bytes, %d are needed"),
    NO_SESSION(6, "the nonce 0x%08X is not that of a session"),
    NOT_CONFIGURED(7, "no network is configured"),
    BAD_VALUE(8, "the field at payload offset %d has the invalid value %d"),
    OUT_OF_MEMORY(9, "%d bytes needed, %d available"),
    OUT_OF_ORDER(10, "the stream is at value %d, the frame begins at %d"),
    OUT_OF_RANGE(11, "the request reaches up to element %d, there are %d"),
    NO_BATCH(12, "%d of the batch's %d samples were computed"),
    GAP(13, "request %d is missing; those kept after it are 0x%02X"),
    BEYOND_WINDOW(14, "request %d is expected, %d is too far ahead");

    private final int code;
    private final String meaning;

    ErrorCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }

    /** Returns the error with a number, or empty if the protocol has none. */
    static Optional<ErrorCode> of(int code) {
        return Arrays.stream(values()).filter(error -> error.code == code).findFirst();
    }

    /** Returns the error's name and what its two numbers say. */
    String describe(long a, long b) {
        return name() + ": " + String.format(Locale.ROOT, meaning, a, b);
    }

    /** Tells whether the board could not read the frame, so that sending it again may help. */
    boolean unreadable() {
        return this == BAD_FRAME || this == BAD_CRC || this == FRAME_TOO_LONG;
    }
}
