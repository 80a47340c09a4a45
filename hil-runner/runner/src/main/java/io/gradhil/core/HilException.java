package io.gradhil.core;

import org.apiguardian.api.API;

/**
 * Says that the framework could not do its work: a board, a tool or the wire failed, one subtype per cause.
 *
 * <p>A number that is wrong is never a {@code HilException} but an {@link AssertionError}. The message has up to three
 * parts: what happened, what was seen of the reason, and what to do. The facts are in the subtypes' fields.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract sealed class HilException extends RuntimeException
        permits BoardAmbiguousException,
                BoardBusyException,
                BoardConfigException,
                BoardNotFoundException,
                BoardResetException,
                FirmwareFaultException,
                FirmwareImageException,
                FirmwareMismatchException,
                LinkClosedException,
                LinkTimeoutException,
                NetworkTooLargeException,
                PortUnavailableException,
                ProbeException,
                ProtocolViolationException,
                PseudoTerminalException,
                RequestRefusedException,
                ToolFailedException,
                ToolMissingException,
                ToolTooOldException,
                UnknownBoardException,
                WrongBoardException {
    private static final long serialVersionUID = 1L;

    HilException(String what, String seen, String remedy) {
        super(message(what, seen, remedy));
    }

    private static String message(String what, String seen, String remedy) {
        StringBuilder text = new StringBuilder(what);
        if (!seen.isEmpty()) {
            text.append("\n  Seen: ").append(seen.strip().replace("\n", "\n        "));
        }
        if (!remedy.isEmpty()) {
            text.append("\n  Do:   ").append(remedy);
        }
        return text.toString();
    }
}
