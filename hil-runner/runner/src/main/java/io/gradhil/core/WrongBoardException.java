package io.gradhil.core;

import org.apiguardian.api.API;

/** The firmware that answers runs on another chip than the one that was flashed: port and probe are two boards. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class WrongBoardException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String expectedUid;
    private final String actualUid;

    /**
     * Builds the exception.
     *
     * @param board the board's name
     * @param expectedUid unique id of the chip that was flashed
     * @param actualUid unique id of the chip that answers
     * @param port the port that it answers on
     */
    public WrongBoardException(String board, String expectedUid, String actualUid, String port) {
        super(
                "Another chip than that of board " + board + " answers on " + port,
                "flashed  " + expectedUid + "\nanswers  " + actualUid,
                "correct \"port\" in the board's file in ci/boards, or leave it out");
        this.expectedUid = expectedUid;
        this.actualUid = actualUid;
    }

    /** Returns the unique id of the chip that was flashed. */
    public String expectedUid() {
        return expectedUid;
    }

    /** Returns the unique id of the chip that answers. */
    public String actualUid() {
        return actualUid;
    }
}
