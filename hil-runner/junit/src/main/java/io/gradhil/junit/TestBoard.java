package io.gradhil.junit;

import io.gradhil.board.Board;
import io.gradhil.picture.MemoryPicture;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.report.Attachment;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.training.McuTrainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A board while one test has it; brought back to its initial state at first use. */
final class TestBoard {
    private static final int MAP_WIDTH = 460;

    private final PooledBoard board;
    private @Nullable McuClient client;
    private @Nullable McuTrainer trainer;

    TestBoard(PooledBoard board) {
        this.board = board;
    }

    McuClient client() {
        if (client == null) {
            client = board.session().restore();
        }
        return client;
    }

    Board board() {
        client();
        return board.session().board();
    }

    HilSession session() {
        client();
        return board.session();
    }

    McuTrainer trainer(NetworkSpec spec, long seed) {
        if (trainer == null) {
            McuTrainer fresh = new McuTrainer(client());
            MemoryPlan plan = fresh.configure(spec, Network.initialParameters(spec, seed));
            StepListener.installed()
                    .onStep(new Step("memory plan", plan.toString(), Duration.ZERO)
                            .with(List.of(Attachment.svg("memory map", () -> MemoryPicture.of(plan, MAP_WIDTH)
                                    .svg()))));
            trainer = fresh;
        }
        return trainer;
    }

    /** Returns what is known of the board if the test has used it. */
    List<Attachment> evidence() {
        if (client == null) {
            return List.of();
        }
        List<Attachment> evidence = new ArrayList<>(board.session().evidence());
        evidence.add(Attachment.text("wire capture", board.session()::capture));
        return evidence;
    }

    /** Returns what went over the wire if the test has used the board. */
    Optional<String> capture() {
        return client == null ? Optional.empty() : Optional.of(board.session().capture());
    }
}
