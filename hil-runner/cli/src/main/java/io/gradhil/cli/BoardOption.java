package io.gradhil.cli;

import io.gradhil.board.BoardName;
import io.gradhil.session.HilSettings;
import picocli.CommandLine.Option;

/** {@code --board}, as all commands have it that use one board. */
final class BoardOption {
    @Option(
            names = "--board",
            paramLabel = "NAME",
            description = "The board, as hil boards lists them.",
            defaultValue = "${sys:hil.board:-" + HilSettings.DEFAULT_BOARD + "}")
    private String board;

    HilSettings settings() {
        return HilSettings.fromProperties().withBoard(board);
    }

    /** Returns which board on USB is meant. */
    BoardName name() {
        return BoardName.parse(board);
    }

    boolean isNucleo() {
        return name().kind().equals("nucleo");
    }
}
