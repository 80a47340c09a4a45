package io.gradhil.reference.error;

import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A random network with a random batch, the same for the same seed. */
record RandomCase(NetworkSpec spec, float[] parameters, Batch batch) {

    private static final int KINDS = 4;

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
        Sgd optimizer = new Sgd((float) Math.pow(10, random.nextDouble() * 3 - 3));
        return new NetworkSpec(random.nextInt(1, 24), layers, Loss.MSE, optimizer);
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
