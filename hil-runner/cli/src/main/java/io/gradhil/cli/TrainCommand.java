package io.gradhil.cli;

import io.gradhil.board.Boards;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.HilException;
import io.gradhil.cost.Budgets;
import io.gradhil.cost.ImageSize;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.page.RunCost;
import io.gradhil.page.RunRecord;
import io.gradhil.page.RunSetting;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.TrainingDivergedException;
import io.gradhil.training.TrainingPlan;
import io.gradhil.training.TrainingReport;
import io.gradhil.training.TrainingRun;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hil train}: the main job. */
@Command(
        name = "train",
        description = "Train on the CCPP data set on a board, and judge its gradients, loss and updates against the"
                + " double-precision reference.",
        sortOptions = false,
        sortSynopsis = false,
        showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--board",
            paramLabel = "NAME",
            description = "Board to train on. An unknown name lists those there are.",
            defaultValue = "${sys:hil.board:-" + HilSettings.DEFAULT_BOARD + "}")
    private String board;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training part.", defaultValue = "3")
    private int epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Samples in a batch.", defaultValue = "32")
    private int batch;

    @Option(
            names = "--verify",
            paramLabel = "every|N",
            description = "Judge every batch, or every Nth. Reading the gradients back takes most of a batch's time.",
            defaultValue = "every",
            converter = VerifyConverter.class)
    private int verify;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the split, the initial parameters and the order of the samples.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--network",
            paramLabel = "SIZES",
            description = "Inputs (4), then the outputs of each layer; the last is 1.",
            defaultValue = "4-64-32-16-1")
    private String network;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Of all layers but the last, which is linear: ${COMPLETION-CANDIDATES}.",
            defaultValue = "relu")
    private Activation activation;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}. Huber's delta is 1, a standard deviation of the target.",
            defaultValue = "mse")
    private LossName loss;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}. Momentum and beta1 are 0.9, beta2 is 0.999, epsilon 1e-7.",
            defaultValue = "sgd")
    private OptimizerName optimizer;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description =
                    "Of the optimizer; if not given, 0.03 for sgd, 0.003 for momentum and nesterov, 0.001 for adam.")
    private @Nullable Float learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "Adds X times the parameter to its gradient.",
            defaultValue = "0")
    private float weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "X",
            description = "Scales all gradients down to this norm if it is larger; 0 for never.",
            defaultValue = "0")
    private float clip;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Where to write the page of the run: one file, for a browser.",
            defaultValue = "target/hil-train.html")
    private Path page;

    @Option(names = "--live", description = "Serve the page while training, on this machine only.")
    private boolean live;

    @Option(names = "--json", description = "Print one JSON object at the end and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        NetworkSpec shape = NetworkSpec.parse(network, activation, optimizer.create(learningRate, weightDecay, clip));
        NetworkSpec spec = new NetworkSpec(shape.inputs(), shape.layers(), loss.loss(), shape.optimizer());
        TrainingPlan plan = new TrainingPlan(spec, epochs, batch, verify, seed);
        HilSettings settings =
                new HilSettings(board, HilSettings.fromProperties().timeout());
        PrintWriter out = command.commandLine().getOut();
        TrainOutput output =
                new TrainOutput(json ? new PrintWriter(Writer.nullWriter()) : out, CommandLine.Help.Ansi.AUTO);
        Ccpp ccpp = Ccpp.find();
        CcppSplit data = ccpp.split(seed);
        requireFit(plan, data);
        RunRecord run = new RunRecord();
        try (TrainPage written =
                TrainPage.start(run, page, live, output, command.commandLine().getErr())) {
            return train(settings, plan, ccpp, data, run, output, written);
        }
    }

    private int train(
            HilSettings settings,
            TrainingPlan plan,
            Ccpp ccpp,
            CcppSplit data,
            RunRecord run,
            TrainOutput output,
            TrainPage written) {
        StepListener steps = step -> {
            output.step(step);
            run.onStep(step);
        };
        try (HilSession session = HilSession.open(settings, steps)) {
            RunSetting setting = TrainSetting.of(session, ccpp, data, plan, command);
            run.onSetting(setting);
            output.setting(session, ccpp, data, plan);
            TrainingReport report = train(session, plan, data, run, output);
            RunCost cost = cost(session, plan, data, report);
            run.onEnd(report, cost);
            if (written.write()) {
                output.page(page);
            }
            output.conclusion(report, plan.spec().loss(), data);
            print(() -> TrainJson.of(setting, report, cost));
            return report.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (HilException | TrainingDivergedException e) {
            run.onError(String.valueOf(e.getMessage()));
            written.write();
            print(() -> TrainJson.broken(e));
            throw e;
        }
    }

    /** What the run has cost, beside the budgets where the image is one for the chip and its sources are at hand. */
    private RunCost cost(HilSession session, TrainingPlan plan, CcppSplit data, TrainingReport report) {
        RunCost cost = RunCost.of(
                data,
                plan,
                report.batches(),
                report.heldOut().isPresent(),
                session.client().stats());
        boolean onChip = Boards.named(board).target() == FirmwareTarget.F411RE;
        return FirmwareSources.find()
                .filter(sources -> onChip)
                .map(sources -> cost.beside(Budgets.of(sources.folder()), ImageSize.of(session.image()), plan))
                .orElse(cost);
    }

    private void print(Supplier<String> object) {
        if (json) {
            command.commandLine().getOut().println(object.get());
            command.commandLine().getOut().flush();
        }
    }

    /** Finds out what the board would only say once it is open. */
    private static void requireFit(TrainingPlan plan, CcppSplit data) {
        NetworkSpec spec = plan.spec();
        if (spec.inputs() != data.heldOut().inputs()
                || spec.outputs() != data.heldOut().outputs()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The CCPP data set has %d inputs and %d target; the network has %d and %d.",
                    data.heldOut().inputs(),
                    data.heldOut().outputs(),
                    spec.inputs(),
                    spec.outputs()));
        }
        data.trainingBatches(plan.batchSize(), plan.seed(), 1);
    }

    private TrainingReport train(
            HilSession session, TrainingPlan plan, CcppSplit data, RunRecord run, TrainOutput output) {
        boolean watched = System.console() != null && !json;
        try (Progress progress = new Progress(output, plan.epochs(), watched)) {
            return TrainingRun.run(new McuTrainer(session.client()), plan, data, new Listeners(run, progress));
        }
    }
}
