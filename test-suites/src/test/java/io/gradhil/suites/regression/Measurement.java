package io.gradhil.suites.regression;

import io.gradhil.cost.ImageSize;
import io.gradhil.history.Figure;
import io.gradhil.judge.Zscores;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.Stats;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.util.ArrayList;
import java.util.List;

/** Trains {@value #STEPS} steps of the default network and notes what they cost. */
final class Measurement {
    static final int STEPS = 100;
    private static final int BATCH_SIZE = 32;
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));

    private final List<Figure> figures = new ArrayList<>();
    private String board = "";

    private Measurement() {}

    static Measurement take() {
        Measurement taken = new Measurement();
        StepListener steps = step -> {
            taken.flashTime(step);
            StepListener.installed().onStep(step);
        };
        try (HilSession session = HilSession.open(HilSettings.fromProperties(), steps)) {
            taken.board = session.board().name();
            taken.train(session);
            taken.add("size of the image", ImageSize.of(session.image()).flashBytes(), "bytes");
        }
        return taken;
    }

    String board() {
        return board;
    }

    List<Figure> figures() {
        return figures;
    }

    Figure figure(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not measured: " + name));
    }

    private void add(String name, double value, String unit) {
        figures.add(new Figure(name, value, unit));
    }

    private void flashTime(Step step) {
        if (step.name().equals("flash")) {
            add("time to flash", step.duration().toNanos() / 1e9, "s");
        }
    }

    private void train(HilSession session) {
        McuTrainer trainer = new McuTrainer(session.client());
        MemoryPlan plan = trainer.configure(SPEC, Network.initialParameters(SPEC, 1));
        List<Batch> batches = Ccpp.find().split(1).trainingBatches(BATCH_SIZE, 1, 0);
        long before = session.client().wireBytes();
        Zscores zscores = Zscores.NONE;
        float loss = 0;
        for (Batch batch : batches.subList(0, STEPS)) {
            McuStep step = trainer.backward(batch);
            zscores = zscores.plus(step.compareGradients().zscores());
            loss = step.loss();
            trainer.update();
        }
        double numbers = STEPS
                * (double) (BATCH_SIZE * (SPEC.inputs() + SPEC.outputs())
                        + SPEC.layout().count());
        add(
                "efficiency of the link",
                numbers * Float.BYTES / (session.client().wireBytes() - before),
                "bytes of numbers per byte on the wire");
        Stats stats = session.client().stats();
        add("loss after " + STEPS + " steps", loss, "1");
        add("RMS of the zscores", zscores.rms(), "1");
        add("cycles of the forward pass", (double) stats.forwardCycles() / STEPS, "cycles per batch");
        add("cycles of the backward pass", (double) stats.backwardCycles() / STEPS, "cycles per batch");
        add("cycles of the update", (double) stats.updateCycles() / STEPS, "cycles per batch");
        add("stack in use", stats.stackHighWater(), "bytes");
        add("memory of the network", plan.total(), "bytes");
    }
}
