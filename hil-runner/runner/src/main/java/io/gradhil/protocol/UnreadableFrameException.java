package io.gradhil.protocol;

/** Bytes between two delimiters are not a frame. */
final class UnreadableFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableFrameException(String message) {
        super(message);
    }
}
