package io.gradhil.protocol;

import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a network as CONFIGURE wants it. */
final class ConfigurePayload {
    private static final int HEADER = 34;
    private static final int INPUTS = 32;
    private static final int LAYER = 4;

    private static final int MSE = 0;
    private static final int SGD = 0;

    private ConfigurePayload() {}

    static byte[] of(NetworkSpec spec) {
        int layers = spec.layers().size();
        ByteBuffer payload = ByteBuffer.allocate(HEADER + LAYER * layers).order(ByteOrder.LITTLE_ENDIAN);
        payload.put((byte) layers).put((byte) MSE).put((byte) SGD).put((byte) 0);
        payload.putFloat(((Sgd) spec.optimizer()).learningRate());
        payload.position(INPUTS);
        payload.putShort((short) spec.inputs());
        for (LayerSpec layer : spec.layers()) {
            payload.putShort((short) layer.outputs());
            payload.put((byte) code(layer.activation())).put((byte) 0);
        }
        return payload.array();
    }

    private static int code(Activation activation) {
        return switch (activation) {
            case LINEAR -> 0;
            case RELU -> 1;
            case SIGMOID -> 2;
            case TANH -> 3;
        };
    }
}
