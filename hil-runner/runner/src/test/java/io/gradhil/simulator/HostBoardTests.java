package io.gradhil.simulator;

import io.gradhil.testing.Tools;
import org.junit.jupiter.api.BeforeAll;

class HostBoardTests extends ProcessBoardContract {
    HostBoardTests() {
        super(new HostBoardProvider(), "gradhil-host");
    }

    @BeforeAll
    static void needCompiler() {
        Tools.need("cc", "cmake");
    }
}
