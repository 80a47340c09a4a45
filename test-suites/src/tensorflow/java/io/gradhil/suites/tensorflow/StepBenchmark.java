package io.gradhil.suites.tensorflow;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.Step;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one batch of 32 costs on 4-64-32-16-1: in the reference, with its error model, and in TensorFlow. One thread each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepBenchmark {
    private static final int BATCHES = 64;
    private static final long SEED = 1;

    private final NetworkSpec spec = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private final Batch[] batches = new Batch[BATCHES];
    private int next;

    /** What the reference works on. */
    @State(Scope.Thread)
    public static class Reference {
        Network trained;
        Network judge;

        /** Begins anew; the judge stays at float32 parameters, as the error model demands. */
        @Setup
        public void set(StepBenchmark benchmark) {
            float[] initial = Network.initialParameters(benchmark.spec, SEED);
            trained = new Network(benchmark.spec, initial);
            judge = new Network(benchmark.spec, initial);
        }
    }

    /** What TensorFlow works on. */
    @State(Scope.Thread)
    public static class TensorFlow {
        TensorFlowNetwork trained;
        TensorFlowBatch[] fed;

        /** Begins anew. */
        @Setup
        public void open(StepBenchmark benchmark) {
            trained = new TensorFlowNetwork(benchmark.spec, Network.initialParameters(benchmark.spec, SEED));
            fed = new TensorFlowBatch[BATCHES];
            for (int i = 0; i < BATCHES; i++) {
                fed[i] = new TensorFlowBatch(benchmark.batches[i]);
            }
        }

        /** Gives the native memory back. */
        @TearDown
        public void close() {
            for (TensorFlowBatch batch : fed) {
                batch.close();
            }
            trained.close();
        }
    }

    /** Draws the batches that all engines get in turn. */
    @Setup
    public void draw() {
        Random random = new Random(SEED);
        for (int i = 0; i < BATCHES; i++) {
            float[] values = new float[32 * 5];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            batches[i] = Batch.of(4, 1, values);
        }
    }

    private int turn() {
        next = (next + 1) % BATCHES;
        return next;
    }

    /** Gradients and update in double. */
    @Benchmark
    public double reference(Reference reference) {
        Step step = reference.trained.backward(batches[turn()]);
        reference.trained.apply(step.gradients());
        return step.loss();
    }

    /** Gradients in double, and bound and sigma of each number, of the parameters after the step too. */
    @Benchmark
    public ErrorBounds referenceWithErrorModel(Reference reference) {
        return ErrorModel.of(reference.judge, batches[turn()]);
    }

    /** Gradients and update in TensorFlow, samples given as the reference gets them. */
    @Benchmark
    public float tensorFlow(TensorFlow tensorFlow) {
        return tensorFlow.trained.train(batches[turn()]);
    }

    /** Gradients and update in TensorFlow, samples already in its memory. */
    @Benchmark
    public float tensorFlowWithoutCopying(TensorFlow tensorFlow) {
        return tensorFlow.trained.train(tensorFlow.fed[turn()]);
    }
}
