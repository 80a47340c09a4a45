package io.gradhil.training;

import io.gradhil.core.ProtocolViolationException;
import io.gradhil.protocol.StepReply;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.OptimizerState;
import java.util.Arrays;
import java.util.Locale;

/**
 * Everything on a board that an update changes. The arrays are never modified.
 *
 * @param parameters numbered as {@link NetworkSpec#layout} says
 * @param optimizer what the optimizer remembers, as READ gives it: nothing for SGD; v for momentum and Nesterov; m, then v for Adam
 * @param power1 Adam's beta1 to the power of the updates so far, rounded at each; else 1
 * @param power2 the same of beta2
 */
record BoardState(float[] parameters, float[] optimizer, float power1, float power2) {
    /** Returns the state of a network that was just set up. */
    static BoardState initial(NetworkSpec spec, float[] parameters) {
        return new BoardState(parameters.clone(), new float[optimizerNumbers(spec)], 1, 1);
    }

    /** Returns a state as it was read from the board after {@code steps} updates. */
    static BoardState read(NetworkSpec spec, float[] parameters, float[] optimizer, int steps) {
        if (!(spec.optimizer() instanceof Adam adam)) {
            return new BoardState(parameters, optimizer, 1, 1);
        }
        return new BoardState(parameters, optimizer, power(adam.beta1(), steps), power(adam.beta2(), steps));
    }

    private static float power(float beta, int steps) {
        float power = 1;
        for (int i = 0; i < steps; i++) {
            power *= beta;
        }
        return power;
    }

    /** Returns how many numbers a network's optimizer remembers. */
    static int optimizerNumbers(NetworkSpec spec) {
        return spec.optimizer().statesPerParameter() * spec.layout().count();
    }

    /** Tells whether the CRC-32s of a reply to STEP are those of this state. */
    boolean matches(StepReply reply) {
        return ParameterCrc.of(parameters) == reply.parameterCrc() && ParameterCrc.of(optimizer) == reply.stateCrc();
    }

    /** @throws ProtocolViolationException if the CRC-32s of a reply to STEP are not those of this state */
    void requireMatch(StepReply reply) {
        if (!matches(reply)) {
            throw new ProtocolViolationException(
                    "The CRC-32s that STEP replied are not those of what is on the board",
                    String.format(
                            Locale.ROOT,
                            "parameters: replied 0x%08X, computed 0x%08X\noptimizer:  replied 0x%08X, computed 0x%08X",
                            reply.parameterCrc(),
                            ParameterCrc.of(parameters),
                            reply.stateCrc(),
                            ParameterCrc.of(optimizer)));
        }
    }

    /** Returns the state as the reference takes it. */
    OptimizerState forReference(Optimizer settings) {
        int count = parameters.length;
        int states = settings.statesPerParameter();
        float[] first = Arrays.copyOfRange(optimizer, 0, states > 0 ? count : 0);
        float[] second = Arrays.copyOfRange(optimizer, first.length, optimizer.length);
        return OptimizerState.of(first, second, power1, power2);
    }
}
