package io.gradhil.junit;

import io.gradhil.board.Board;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.session.HilSession;
import io.gradhil.training.McuTrainer;
import org.jspecify.annotations.Nullable;

/** A board while one test has it; brought back to its initial state at first use. */
final class TestBoard {
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
            fresh.configure(spec, Network.initialParameters(spec, seed));
            trainer = fresh;
        }
        return trainer;
    }
}
