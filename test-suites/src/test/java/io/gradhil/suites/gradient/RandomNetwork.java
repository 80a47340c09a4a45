package io.gradhil.suites.gradient;

import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
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
import java.util.Random;

/**
 * A network and a batch, drawn at random: 1 to 4 layers of up to 40 outputs, any activation, loss and optimizer, batches of 1 to 512,
 * inputs scaled from 1e-3 to 1e3.
 *
 * @param seed gives the same network and batch again
 */
record RandomNetwork(long seed, NetworkSpec spec, Batch batch) {
    private static final int MAX_LAYERS = 4;
    private static final int MAX_WIDTH = 40;
    private static final int MAX_BATCH_LOG2 = 9;

    static RandomNetwork of(long seed) {
        Random random = new Random(seed);
        int inputs = 1 + random.nextInt(MAX_WIDTH);
        List<LayerSpec> layers = new ArrayList<>();
        for (int left = 1 + random.nextInt(MAX_LAYERS); left > 0; left--) {
            layers.add(new LayerSpec(1 + random.nextInt(MAX_WIDTH), oneOf(random, Activation.values())));
        }
        NetworkSpec spec = new NetworkSpec(inputs, layers, loss(random), optimizer(random));
        return new RandomNetwork(seed, spec, batch(random, spec));
    }

    private static Loss loss(Random random) {
        return oneOf(random, Loss.MSE, Loss.MAE, new Huber(0.5f + random.nextFloat()));
    }

    private static Optimizer optimizer(Random random) {
        float rate = 1e-3f * (1 + random.nextFloat());
        float decay = random.nextBoolean() ? 0 : 0.01f;
        float clip = random.nextBoolean() ? 0 : 1;
        return oneOf(
                random,
                new Sgd(rate, decay, clip),
                new Momentum(rate, 0.9f, decay, clip),
                new Nesterov(rate, 0.9f, decay, clip),
                new Adam(rate, 0.9f, 0.999f, 1e-7f, decay, clip));
    }

    private static Batch batch(Random random, NetworkSpec spec) {
        int size = (int) Math.round(Math.pow(2, MAX_BATCH_LOG2 * random.nextDouble()));
        double scale = Math.pow(10, 6 * random.nextDouble() - 3);
        int width = spec.inputs() + spec.outputs();
        float[] values = new float[size * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * (i % width < spec.inputs() ? scale : 1));
        }
        return Batch.of(spec.inputs(), spec.outputs(), values);
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + spec + ", batch of " + batch.size();
    }
}
