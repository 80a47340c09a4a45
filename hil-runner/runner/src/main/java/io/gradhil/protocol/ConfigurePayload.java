package io.gradhil.protocol;

import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a network as CONFIGURE wants it. */
final class ConfigurePayload {
    private static final int HEADER = 34;
    private static final int LAYER = 4;

    private ConfigurePayload() {}

    static byte[] of(NetworkSpec spec, UpdateMode mode) {
        int layers = spec.layers().size();
        ByteBuffer payload = ByteBuffer.allocate(HEADER + LAYER * layers).order(ByteOrder.LITTLE_ENDIAN);
        payload.put((byte) layers)
                .put(code(spec.loss()))
                .put(code(spec.optimizer()))
                .put((byte) mode.ordinal());
        putOptimizer(payload, spec.optimizer());
        payload.putFloat(spec.loss() instanceof Huber huber ? huber.delta() : 0);
        payload.putShort((short) spec.inputs());
        for (LayerSpec layer : spec.layers()) {
            payload.putShort((short) layer.outputs());
            payload.put(code(layer.activation())).put((byte) 0);
        }
        return payload.array();
    }

    private static void putOptimizer(ByteBuffer payload, Optimizer optimizer) {
        payload.putFloat(optimizer.learningRate())
                .putFloat(optimizer.weightDecay())
                .putFloat(optimizer.clipNorm());
        if (optimizer instanceof Adam adam) {
            payload.putFloat(adam.beta1()).putFloat(adam.beta2()).putFloat(adam.epsilon());
        } else if (optimizer instanceof Momentum momentum) {
            payload.putFloat(momentum.momentum()).putFloat(0).putFloat(0);
        } else if (optimizer instanceof Nesterov nesterov) {
            payload.putFloat(nesterov.momentum()).putFloat(0).putFloat(0);
        } else {
            payload.putFloat(0).putFloat(0).putFloat(0);
        }
    }

    private static byte code(Loss loss) {
        if (loss instanceof Huber) {
            return 2;
        }
        return (byte) (loss.equals(Loss.MAE) ? 1 : 0);
    }

    private static byte code(Optimizer optimizer) {
        if (optimizer instanceof Adam) {
            return 3;
        }
        if (optimizer instanceof Nesterov) {
            return 2;
        }
        return (byte) (optimizer instanceof Momentum ? 1 : 0);
    }

    private static byte code(Activation activation) {
        return switch (activation) {
            case LINEAR -> 0;
            case RELU -> 1;
            case SIGMOID -> 2;
            case TANH -> 3;
            case LEAKY_RELU -> 4;
        };
    }
}
