package io.gradhil.allure.report;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import org.junit.jupiter.api.Test;

/** Asks for a board; the name that it is run with is none. */
@HilTest
class MissingBoardTestCase {
    @Test
    void a_board_is_there(McuClient client) {}
}
