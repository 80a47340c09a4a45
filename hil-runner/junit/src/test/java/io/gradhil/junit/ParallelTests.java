package io.gradhil.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.Board;
import io.gradhil.core.UnknownBoardException;
import io.gradhil.protocol.McuClient;
import io.gradhil.testing.Processes;
import io.gradhil.testing.SystemProperties;
import io.gradhil.testing.Tools;
import io.gradhil.training.McuTrainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs tests in parallel on boards {@code host}, and sees that they overlap, and that no two ever have the same board. */
class ParallelTests {
    /** Far more than a test takes to start on a loaded machine; reached only if tests do not overlap. */
    private static final int MEETING_SECONDS = 60;

    private static final Set<Board> IN_USE = ConcurrentHashMap.newKeySet();
    private static final Set<Board> SEEN = ConcurrentHashMap.newKeySet();
    private static final List<String> CLASHES = Collections.synchronizedList(new ArrayList<>());
    private static volatile CountDownLatch meeting = new CountDownLatch(0);

    @RegisterExtension
    final SystemProperties properties = new SystemProperties();

    @BeforeEach
    void chooseBoards() {
        Tools.need("cc", "cmake");
        IN_USE.clear();
        SEEN.clear();
        CLASHES.clear();
        properties.set("hil.board", "host,host");
        properties.set("hil.ccpp", "synthetic");
    }

    private static EngineExecutionResults run(boolean parallel, int threads, Class<?>... classes) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(threads));
        for (Class<?> type : classes) {
            kit.selectors(DiscoverySelectors.selectClass(type));
        }
        return kit.execute();
    }

    private static void assertPasses(EngineExecutionResults results, int tests) {
        results.allEvents().assertThatEvents().allSatisfy(event -> assertThat(failure(event))
                .isNull());
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(tests));
    }

    private static Throwable failure(Event event) {
        return event.getPayload(TestExecutionResult.class)
                .flatMap(TestExecutionResult::getThrowable)
                .orElse(null);
    }

    /** Uses boards as a test does, and notes it if another test uses one of them meanwhile. */
    private static void use(Runnable work, Board... boards) {
        for (Board board : boards) {
            SEEN.add(board);
            if (!IN_USE.add(board)) {
                CLASHES.add(board.toString());
            }
        }
        work.run();
        for (Board board : boards) {
            IN_USE.remove(board);
        }
    }

    private static void meet() {
        meeting.countDown();
        try {
            assertThat(meeting.await(MEETING_SECONDS, TimeUnit.SECONDS))
                    .as("the other test runs at the same time")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @HilTest(network = "4-3-1")
    static class MeetingTestCase {
        @Test
        void left(Board board) {
            use(ParallelTests::meet, board);
        }

        @Test
        void right(Board board) {
            use(ParallelTests::meet, board);
        }
    }

    @Test
    void two_tests_run_at_the_same_time_each_on_a_board_of_its_own() {
        meeting = new CountDownLatch(2);

        assertPasses(run(true, 2, MeetingTestCase.class), 2);

        assertThat(SEEN).hasSize(2);
        assertThat(CLASHES).isEmpty();
    }

    @Test
    void a_simulated_board_named_once_is_as_many_as_run_at_a_time() {
        properties.set("hil.board", "host");
        meeting = new CountDownLatch(2);

        assertPasses(run(true, 2, MeetingTestCase.class), 2);

        assertThat(SEEN).hasSize(2);
    }

    @HilTest(network = "4-3-1")
    static class OneBoardTestCase {
        @RepeatedTest(12)
        void one(McuTrainer trainer, Board board) {
            use(() -> trainer.client().echo(new byte[100]), board);
        }
    }

    @HilTest(boards = 2)
    static class TwoBoardsTestCase {
        @RepeatedTest(6)
        void both(Board left, Board right, McuClient leftClient, McuClient rightClient) {
            assertThat(left).isNotSameAs(right);
            assertThat(leftClient).isNotSameAs(rightClient);
            use(
                    () -> {
                        leftClient.echo(new byte[100]);
                        rightClient.echo(new byte[100]);
                    },
                    left,
                    right);
        }
    }

    /** With one-by-one acquisition, two tests that each hold one of two boards would wait for ever. */
    @Test
    void tests_for_one_and_for_two_boards_share_two_without_clash_or_deadlock() {
        assertPasses(run(true, 4, OneBoardTestCase.class, TwoBoardsTestCase.class), 18);

        assertThat(SEEN).hasSize(2);
        assertThat(CLASHES).isEmpty();
    }

    @Test
    void the_same_tests_pass_one_after_the_other() {
        properties.set("hil.board", "host");

        assertPasses(run(false, 1, OneBoardTestCase.class, TwoBoardsTestCase.class), 18);

        assertThat(SEEN).hasSize(2);
    }

    @HilTest(network = "4-3-1")
    static class ThrowingTestCase {
        @RepeatedTest(6)
        void throwing(McuClient client, Board board) {
            SEEN.add(board);
            throw new IllegalStateException("a test that throws");
        }
    }

    @Test
    void a_board_is_given_back_when_a_test_throws_and_closed_at_the_end() {
        Set<Long> before = processes();

        EngineExecutionResults results = run(true, 3, ThrowingTestCase.class);

        results.testEvents().assertStatistics(statistics -> statistics.failed(6));
        results.testEvents().failed().assertThatEvents().allSatisfy(event -> assertThat(failure(event))
                .hasMessage("a test that throws"));
        assertThat(SEEN).hasSizeBetween(1, 2);
        assertThat(processes()).isEqualTo(before);
    }

    private static Set<Long> processes() {
        Set<Long> running = new HashSet<>();
        Processes.descendants("gradhil-host").forEach(handle -> running.add(handle.pid()));
        return running;
    }

    @HilTest(boards = 3)
    static class ThreeBoardsTestCase {
        @Test
        void test(Board board) {}
    }

    @Test
    void more_boards_than_are_named_is_a_configuration_error() {
        assertThat(onlyFailure(ThreeBoardsTestCase.class))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("@HilTest(boards = 3) needs 3 boards; hil.board names 2: host, host\n"
                        + "  Do:   name more of them, as in -Dhil.board=nucleo:left,nucleo:right");
    }

    @HilTest
    static class SecondParameterTestCase {
        @Test
        void test(Board first, Board second) {}
    }

    @Test
    void a_parameter_for_a_board_that_the_test_does_not_have_is_a_configuration_error() {
        assertThat(onlyFailure(SecondParameterTestCase.class))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage(
                        "A parameter for board 2, and @HilTest(boards = 1): several parameters of one type stand for"
                                + " several boards");
    }

    @HilTest(boards = 0)
    static class NoBoardTestCase {
        @Test
        void test(Board board) {}
    }

    @Test
    void a_test_without_boards_is_a_configuration_error() {
        assertThat(onlyFailure(NoBoardTestCase.class)).hasMessage("@HilTest(boards = 0): 1 or more");
    }

    private static Throwable onlyFailure(Class<?> type) {
        List<Event> failed = run(false, 1, type).testEvents().failed().list();
        assertThat(failed).hasSize(1);
        Throwable failure = failure(failed.get(0));
        return failure instanceof ExtensionConfigurationException ? failure : failure.getCause();
    }

    @HilTest(network = "4-3-1")
    static class FailingBoardTestCase {
        @RepeatedTest(4)
        void test(Board board) {}
    }

    @Test
    void a_board_that_cannot_be_opened_fails_each_test_and_blocks_none() {
        properties.set("hil.board", "nowhere,nowhere");

        EngineExecutionResults results = run(true, 2, FailingBoardTestCase.class);

        results.testEvents()
                .assertStatistics(statistics -> statistics.started(4).failed(4));
        results.testEvents().failed().assertThatEvents().allSatisfy(event -> assertThat(failure(event))
                .hasRootCauseInstanceOf(UnknownBoardException.class));
    }
}
