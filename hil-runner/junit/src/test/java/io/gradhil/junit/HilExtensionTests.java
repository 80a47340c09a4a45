package io.gradhil.junit;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.board.Board;
import io.gradhil.core.BoardNotFoundException;
import io.gradhil.core.HilException;
import io.gradhil.core.UnknownBoardException;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.testing.Processes;
import io.gradhil.testing.SystemProperties;
import io.gradhil.testing.Tools;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes with {@link HilTest} on the board {@code host}, and looks at what JUnit says of them. */
class HilExtensionTests {
    private static final Batch BATCH = Batch.of(4, 1, new float[] {1, 2, 3, 4, 5, 5, 4, 3, 2, 1});
    /** Ids of the board processes that the test classes have seen. */
    private static final Set<Long> SEEN = new HashSet<>();

    @RegisterExtension
    final SystemProperties properties = new SystemProperties();

    @BeforeEach
    void chooseBoard() {
        Tools.need("cc", "cmake");
        SEEN.clear();
        properties.set("hil.board", "host");
        properties.set("hil.ccpp", "synthetic");
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(classes)
                        .map(DiscoverySelectors::selectClass)
                        .toArray(DiscoverySelector[]::new))
                .execute();
    }

    private static void assertPasses(int tests, Class<?>... classes) {
        EngineExecutionResults results = run(classes);

        results.allEvents().assertThatEvents().allSatisfy(event -> assertThat(failure(event))
                .isNull());
        results.testEvents()
                .assertStatistics(statistics -> statistics.started(tests).succeeded(tests));
    }

    private static Throwable failure(Event event) {
        return event.getPayload(TestExecutionResult.class)
                .flatMap(TestExecutionResult::getThrowable)
                .orElse(null);
    }

    /** Returns what the only test of a class failed with. */
    private static Throwable failureOf(Class<?> testClass) {
        EngineExecutionResults results = run(testClass);
        results.allEvents()
                .failed()
                .assertStatistics(statistics -> statistics.started(0).failed(1));
        return failure(results.allEvents().failed().list().get(0));
    }

    private static Set<Long> boards() {
        return Processes.descendants("gradhil-host").stream()
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    @HilTest(network = "4-3-1")
    static class AllParametersTestCase {
        @Test
        void test(McuTrainer trainer, Network reference, CcppSplit split, Ccpp ccpp, McuClient client, Board board) {
            assertThat(trainer.spec()).hasToString("4-3-1 relu, linear output, MSE, SGD(0.03)");
            assertThat(reference.spec()).isEqualTo(trainer.spec());
            assertThat(trainer.client()).isSameAs(client);
            assertThat(board.name()).isEqualTo("host");
            assertThat(ccpp.synthetic()).isTrue();
            assertThat(split.trainingSize()).isEqualTo(7654);
        }
    }

    @Test
    void gives_every_parameter_that_it_promises() {
        assertPasses(1, AllParametersTestCase.class);
    }

    @HilTest(network = "4-2-1", hidden = Activation.TANH, learningRate = 0.5f, seed = 7)
    static class SettingsTestCase {
        @Test
        void test(McuTrainer trainer, Network reference) {
            assertThat(trainer.spec()).hasToString("4-2-1 tanh, linear output, MSE, SGD(0.5)");
            assertThat(trainer.parameters()).isEqualTo(Network.initialParameters(trainer.spec(), 7));
            double[] parameters = new double[trainer.parameters().length];
            Arrays.setAll(parameters, i -> trainer.parameters()[i]);
            assertThat(reference.parameters()).isEqualTo(parameters);
        }
    }

    @Test
    void sets_board_and_reference_up_as_the_annotation_says() {
        assertPasses(1, SettingsTestCase.class);
    }

    @HilTest(network = "4-3-1")
    static class SharedWithBeforeEachTestCase {
        private McuTrainer before;

        @BeforeEach
        void prepare(McuTrainer trainer) {
            before = trainer;
            trainer.backward(BATCH).gradients();
            trainer.update();
        }

        @Test
        void first(McuTrainer trainer) {
            assertThat(trainer).isSameAs(before);
            trainer.backward(BATCH);
            assertThat(trainer.update().steps()).isEqualTo(2);
        }

        @Test
        void second(McuTrainer trainer) {
            assertThat(trainer).isSameAs(before);
            trainer.backward(BATCH);
            assertThat(trainer.update().steps()).isEqualTo(2);
        }
    }

    @Test
    void one_test_has_one_trainer_and_each_test_a_fresh_one() {
        assertPasses(2, SharedWithBeforeEachTestCase.class);
    }

    @HilTest(network = "4-3-1")
    static class WrongGradientTestCase {
        @Test
        void test(McuTrainer trainer) {
            trainer.client().writeParameters(new float[] {9});
            McuStep step = trainer.backward(BATCH);
            assertThat(step).gradients().matchReference();
        }
    }

    @Test
    void wrong_number_is_an_assertion_error() {
        assertThat(failureOf(WrongGradientTestCase.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("gradient: ");
    }

    @HilTest
    static class TrainerTestCase {
        @Test
        void test(McuTrainer trainer) {}
    }

    @Test
    void missing_board_is_an_error_and_no_assertion_error() {
        properties.set("hil.board", "nowhere");

        Throwable failure = failureOf(TrainerTestCase.class);

        assertThat(failure).isNotInstanceOf(AssertionError.class);
        assertThat(failure).hasRootCauseInstanceOf(UnknownBoardException.class);
        assertThat(failure.getCause()).isInstanceOf(HilException.class);
        assertThat(failure).hasMessageContaining("Unknown board \"nowhere\"\n  Do:   choose one of:");
    }

    /** A board that is missing is no reason to skip: the run would be green without having tested anything. */
    @Test
    void board_that_is_not_attached_fails_the_test_and_says_what_was_looked_for_and_where(@TempDir Path empty) {
        properties.set("hil.board", "nucleo");
        properties.set("hil.serial.dir", empty.toString());

        Throwable failure = failureOf(TrainerTestCase.class);

        assertThat(failure.getCause())
                .isInstanceOf(BoardNotFoundException.class)
                .hasMessage("""
                No board found: looked for an ST-LINK in %s
                  Seen: nothing there
                  Do:   plug the board in, and look with: ./hil doctor""", empty);
        assertThat(failure).hasMessageContaining("No board found: looked for an ST-LINK in " + empty);
    }

    @HilTest(network = "4-x")
    static class BadNetworkTestCase {
        @Test
        void test(McuTrainer trainer) {}
    }

    @Test
    void network_that_is_none_is_a_configuration_error() {
        assertThat(failureOf(BadNetworkTestCase.class).getCause())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("@HilTest describes no network: Sizes \"4-x\" are not valid; give inputs and the outputs of"
                        + " each layer, each 1 to 65535, such as \"4-64-32-16-1\".");
    }

    @HilTest(network = "4-1", learningRate = -1)
    static class BadLearningRateTestCase {
        @Test
        void test(McuTrainer trainer) {}
    }

    @Test
    void learning_rate_below_zero_is_a_configuration_error() {
        assertThat(failureOf(BadLearningRateTestCase.class).getCause())
                .hasMessage(
                        "@HilTest describes no network: Learning rate -1.0 is not valid; it must be a finite float32"
                                + " above 0.");
    }

    @HilTest
    static class ConstructorTestCase {
        ConstructorTestCase(McuTrainer trainer) {}

        @Test
        void test() {}
    }

    @Test
    void constructor_parameter_is_a_configuration_error() {
        assertThat(failureOf(ConstructorTestCase.class).getCause())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage(
                        "@HilTest gives parameters to test methods, @BeforeEach and @AfterEach, not to constructors and"
                                + " @BeforeAll: the board is brought back to its initial state before each test");
    }

    @HilTest
    static class BeforeAllTestCase {
        @BeforeAll
        static void prepare(Board board) {}

        @Test
        void test() {}
    }

    @Test
    void parameter_of_before_all_is_a_configuration_error() {
        assertThat(failureOf(BeforeAllTestCase.class).getCause())
                .hasMessageContaining("not to constructors and @BeforeAll");
    }

    @HilTest
    static class ReferenceOnlyTestCase {
        @Test
        void test(Network reference) {
            assertThat(boards()).isEmpty();
        }
    }

    @Test
    void board_is_not_touched_by_a_test_that_does_not_ask_for_it() {
        properties.set("hil.board", "nowhere");

        assertPasses(1, ReferenceOnlyTestCase.class);
    }

    @HilTest(network = "4-3-1")
    static class FirstTestCase {
        @Test
        void one(McuClient client) {
            SEEN.addAll(boards());
        }

        @Test
        void two(Board board) {
            SEEN.addAll(boards());
        }
    }

    @HilTest(network = "4-2-1")
    static class SecondTestCase {
        @Test
        void test(McuTrainer trainer) {
            SEEN.addAll(boards());
        }
    }

    @Test
    void board_is_opened_once_for_all_classes_and_closed_at_the_end() {
        assertPasses(3, FirstTestCase.class, SecondTestCase.class);

        assertThat(SEEN).hasSize(1).noneMatch(Processes::alive);
    }

    @HilTest(network = "4-3-1")
    static class ThrowingTestCase {
        @Test
        void test(McuClient client) {
            SEEN.addAll(boards());
            throw new IllegalStateException("a test that throws");
        }
    }

    @Test
    void board_is_closed_when_a_test_throws() {
        assertThat(failureOf(ThrowingTestCase.class)).hasMessage("a test that throws");

        assertThat(SEEN).hasSize(1).noneMatch(Processes::alive);
    }

    @HilTest(network = "4-3-1")
    @TestMethodOrder(MethodName.class)
    static class ResetBetweenTestCase {
        @Test
        void a_trains(McuTrainer trainer) {
            trainer.backward(BATCH);
            assertThat(trainer.update().steps()).isEqualTo(1);
        }

        @Test
        void b_finds_no_network(McuClient client) {
            assertThatThrownBy(client::step)
                    .hasMessage("The board refused STEP\n  Seen: NOT_CONFIGURED: no network is configured");
        }

        @Test
        void c_begins_at_step_one(McuTrainer trainer) {
            trainer.backward(BATCH);
            assertThat(trainer.update().steps()).isEqualTo(1);
        }
    }

    @Test
    void nothing_of_a_test_is_left_for_the_next_one() {
        assertPasses(3, ResetBetweenTestCase.class);
    }

    @HilTest(network = "4-3-1")
    @TestMethodOrder(MethodName.class)
    static class CrashTestCase {
        @Test
        void a_crashes(McuTrainer trainer) {
            Processes.descendants("gradhil-host").forEach(ProcessHandle::destroyForcibly);
            Awaitility.await().until(() -> boards().isEmpty());
            trainer.backward(BATCH);
        }

        @Test
        void b_is_not_spoilt(McuTrainer trainer) {
            McuStep step = trainer.backward(BATCH);
            assertThat(step).gradients().matchReference();
        }
    }

    @Test
    void crash_in_one_test_does_not_spoil_the_next() {
        EngineExecutionResults results = run(CrashTestCase.class);

        results.testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(1));
        assertThat(failure(results.testEvents().failed().list().get(0)))
                .isInstanceOf(HilException.class)
                .hasMessage("The link to host has ended\n  Seen: gradhil-host ended with exit code 137");
    }

    @HilTest(network = "4-3-1")
    static class OuterTestCase {
        @Test
        void outer(McuTrainer trainer) {
            assertThat(trainer.spec().layout().count()).isEqualTo(19);
        }

        @Nested
        class InnerTestCase {
            @Test
            void inherits(McuTrainer trainer) {
                assertThat(trainer.spec().layout().count()).isEqualTo(19);
            }
        }

        @Nested
        @HilTest(network = "4-1")
        class OwnNetworkTestCase {
            @Test
            void overrides(McuTrainer trainer) {
                assertThat(trainer.spec().layout().count()).isEqualTo(5);
            }
        }
    }

    @Test
    void nested_classes_have_the_outer_network_or_their_own() {
        assertPasses(3, OuterTestCase.class);
    }

    @HilTest(network = "4-1")
    @Retention(RetentionPolicy.RUNTIME)
    @interface LinearModelTest {}

    @LinearModelTest
    static class ComposedTestCase {
        @Test
        void test(McuTrainer trainer) {
            assertThat(trainer.spec().layout().count()).isEqualTo(5);
        }
    }

    @HilTest(network = "4-1")
    static class BaseTestCase {
        @Test
        void test(McuTrainer trainer) {
            assertThat(trainer.spec().layout().count()).isEqualTo(5);
        }
    }

    static class InheritingTestCase extends BaseTestCase {}

    @Test
    void works_as_a_meta_annotation() {
        assertPasses(1, ComposedTestCase.class);
    }

    @Test
    void is_inherited() {
        assertPasses(1, InheritingTestCase.class);
    }

    @HilTest
    static class ForeignParameterTestCase {
        @Test
        void test(TestInfo info) {
            assertThat(info.getTags()).contains("hil");
        }
    }

    @Test
    void leaves_other_parameters_to_others_and_tags_the_class() {
        assertPasses(1, ForeignParameterTestCase.class);
    }
}
