package io.gradhil.reference.error;

import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A random network with a random batch, the same for the same seed. */
record RandomCase(NetworkSpec spec, float[] parameters, Batch batch) {

    private static final int KINDS = 4;

    static String kind(long seed) {
        return switch ((int) Long.remainderUnsigned(seed, KINDS)) {
            case 0 -> "inputs 1e-3 to 1e3, initial weights";
            case 1 -> "few values, sums that cancel, samples that repeat";
            case 2 -> "inputs 1e-41 to 1e-20, tiny weights: underflow";
            default -> "inputs 1e-3 to 1e3, disturbed weights and biases";
        };
    }

    static boolean isOrdinary(long seed) {
        return kind(seed).startsWith("inputs 1e-3");
    }

    static RandomCase of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int kind = (int) Long.remainderUnsigned(seed, KINDS);
        NetworkSpec spec = spec(random);
        float[] parameters = Network.initialParameters(spec, random.nextLong());
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = switch (kind) {
                case 0 -> parameters[i];
                case 1 -> grid(random);
                case 2 -> random.nextInt(3) == 0 ? 0 : parameters[i] * 1e-6f;
                default -> parameters[i] + 0.1f * gaussian(random);
            };
        }
        return new RandomCase(spec, parameters, batch(spec, kind, random));
    }

    private static NetworkSpec spec(SplittableRandom random) {
        List<LayerSpec> layers = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int l = 0; l < count; l++) {
            Activation[] all = Activation.values();
            layers.add(new LayerSpec(random.nextInt(1, 24), all[random.nextInt(all.length)]));
        }
        return new NetworkSpec(random.nextInt(1, 24), layers, loss(random), optimizer(random));
    }

    private static Loss loss(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> Loss.MSE;
            case 1 -> Loss.MAE;
            default -> new Huber((float) Math.pow(10, random.nextDouble() * 4 - 2));
        };
    }

    private static Optimizer optimizer(SplittableRandom random) {
        float eta = (float) Math.pow(10, random.nextDouble() * 3 - 3);
        float decay = random.nextInt(3) == 0 ? (float) Math.pow(10, -random.nextDouble() * 4) : 0;
        float clip = random.nextInt(3) == 0 ? (float) Math.pow(10, random.nextDouble() * 4 - 2) : 0;
        return switch (random.nextInt(4)) {
            case 0 -> new Sgd(eta, decay, clip);
            case 1 -> new Momentum(eta, 0.9f, decay, clip);
            case 2 -> new Nesterov(eta, 0.9f, decay, clip);
            default -> new Adam(eta, 0.9f, 0.999f, 1e-7f, decay, clip);
        };
    }

    private static Batch batch(NetworkSpec spec, int kind, SplittableRandom random) {
        int size = random.nextInt(8) == 0 ? random.nextInt(1, 513) : random.nextInt(1, 33);
        float scale = (float) Math.pow(10, kind == 2 ? -random.nextInt(20, 42) : random.nextDouble() * 6 - 3);
        float[] values = new float[size * (spec.inputs() + spec.outputs())];
        for (int i = 0; i < values.length; i++) {
            values[i] = kind == 1 ? grid(random) : scale * gaussian(random);
        }
        return Batch.of(spec.inputs(), spec.outputs(), values);
    }

    /** Few values that are not exact in binary: sums often cancel, so that z is within its error of ReLU's kink. */
    private static float grid(SplittableRandom random) {
        return random.nextInt(-3, 4) * 0.1f;
    }

    private static float gaussian(SplittableRandom random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return (float) (radius * Math.cos(2 * Math.PI * random.nextDouble()));
    }
}
