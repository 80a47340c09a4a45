package io.gradhil.session;

import io.gradhil.board.Board;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.CrashRecord;
import io.gradhil.core.FirmwareImage;
import io.gradhil.diagnosis.CoreReport;
import io.gradhil.protocol.Witness;
import java.util.List;
import java.util.Optional;

/** Looks at the board through its debug interface, and reads the image to say what that means. */
final class BoardWitness implements Witness {
    private final Board board;
    private final FirmwareImage image;

    BoardWitness(Board board, FirmwareImage image) {
        this.board = board;
        this.image = image;
    }

    @Override
    public String state() {
        return board.state();
    }

    @Override
    public Optional<CoreSnapshot> look() {
        return board.look();
    }

    @Override
    public Optional<CoreSnapshot> lookBack() {
        return board.lookBack();
    }

    @Override
    public String describe(List<CoreSnapshot> looks) {
        return CoreReport.of(image).describe(looks);
    }

    @Override
    public String describe(CrashRecord crash) {
        return CoreReport.of(image).describe(crash);
    }
}
