package io.gradhil.junit;

import io.gradhil.reference.layer.Activation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a class's tests against a board.
 *
 * <p>Which board is chosen outside the test, by the system property {@code hil.board}; it is opened once for the whole run
 * and brought back to its initial state before each test. Test methods take what they need as parameters:
 *
 * <ul>
 *   <li>{@link io.gradhil.training.McuTrainer}: trains on the board; this class's network is set up with its initial
 *       parameters
 *   <li>{@link io.gradhil.reference.Network}: the reference for the same network, with the same initial parameters
 *   <li>{@link io.gradhil.reference.data.CcppSplit}: the CCPP data set, split and scaled; {@link
 *       io.gradhil.reference.data.Ccpp}: its rows
 *   <li>{@link io.gradhil.protocol.McuClient}: the board's protocol, message by message
 *   <li>{@link io.gradhil.board.Board}: the board itself
 *   <li>{@link io.gradhil.session.HilSession}: the board with its firmware, which can be exchanged for a while
 * </ul>
 *
 * <pre>{@code
 * @HilTest
 * class MyNetworkTests {
 *     @Test
 *     void first_batch_has_the_right_gradients(McuTrainer board, CcppSplit ccpp) {
 *         McuStep step = board.backward(ccpp.trainingBatches(32, 1, 1).get(0));
 *
 *         assertThat(step).gradients().matchReference();
 *     }
 * }
 * }</pre>
 *
 * <p>A board is used by one test at a time. If JUnit runs tests in parallel, they are spread over the boards that {@code hil.board}
 * names, or over as many simulated ones as run at a time. A test that needs several boards says {@link #boards}; several
 * parameters of one type are then one for each board, in the same order for each type:
 *
 * <pre>{@code
 * @HilTest(boards = 2)
 * class TwoBoardsTests {
 *     @Test
 *     void both_compute_the_same_bits(McuTrainer left, McuTrainer right, Board leftBoard, Board rightBoard) { ... }
 * }
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Tag("hil")
@ExtendWith(HilExtension.class)
public @interface HilTest {
    /** Sizes of the network that the trainer is set up with: inputs, then the outputs of each layer. */
    String network() default "4-64-32-16-1";

    /** Activation of all layers but the last, which is linear. */
    Activation hidden() default Activation.RELU;

    /** Learning rate of stochastic gradient descent, above 0. */
    float learningRate() default 0.03f;

    /** How many boards each test of the class has to itself, 1 or more. */
    int boards() default 1;

    /** Seed of the initial parameters, and of the split of the data set. */
    long seed() default 1;
}
