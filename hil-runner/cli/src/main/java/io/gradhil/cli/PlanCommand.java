package io.gradhil.cli;

import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hil plan}: what a network takes of a board's memory. */
@Command(
        name = "plan",
        description = "Ask a board how it would divide its memory for a network, and what the largest ones are.",
        sortOptions = false,
        sortSynopsis = false,
        showDefaultValues = true)
final class PlanCommand implements Callable<Integer> {
    /** Numbers in a batch, of which the protocol counts the last with 32 bits. */
    private static final long MOST_NUMBERS = 0xFFFFFFFFL;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "SIZES", description = "Inputs, then the outputs of each layer, such as 4-64-32-16-1.")
    private String network;

    @Option(names = "--optimizer", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.", defaultValue = "sgd")
    private OptimizerName optimizer;

    @Option(
            names = "--online",
            description = "Move the parameters with each sample, without memory for gradients.",
            defaultValue = "false")
    private boolean online;

    @Option(
            names = "--board",
            paramLabel = "NAME",
            description = "Board to ask. An unknown name lists those there are.",
            defaultValue = "${sys:hil.board:-" + HilSettings.DEFAULT_BOARD + "}")
    private String board;

    @Override
    public Integer call() {
        NetworkSpec spec = NetworkSpec.parse(network, Activation.RELU, optimizer.create(null, 0, 0));
        UpdateMode mode = online ? UpdateMode.ONLINE : UpdateMode.BY_STEP;
        HilSettings settings =
                new HilSettings(board, HilSettings.fromProperties().timeout());
        try (HilSession session = HilSession.open(settings, StepListener.NONE)) {
            Planner planner = new Planner(session.client(), mode);
            Planner.Answer answer = planner.ask(spec);
            line("network     %s, update %s", spec, online ? "online" : "by step");
            answer.plan().ifPresent(this::parts);
            line(
                    "total     %,11d bytes of %,d: %s",
                    answer.needed(), answer.available(), answer.plan().isPresent() ? "fits" : "does not fit");
            largest(spec, planner);
            return answer.plan().isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private void parts(MemoryPlan plan) {
        line("parameters %,10d bytes, %,d of them", plan.parameters(), plan.parameterCount());
        line("gradients  %,10d", plan.gradients());
        line("activations%,10d of a group of %d", plan.activations(), plan.group());
        line("deltas     %,10d", plan.deltas());
        line("optimizer  %,10d", plan.optimizer());
        line("samples    %,10d", plan.samples());
    }

    private void largest(NetworkSpec spec, Planner planner) {
        line(
                "largest batch  %,d samples, which are computed as they arrive",
                MOST_NUMBERS / (spec.inputs() + spec.outputs()));
        line("largest width  %s", planner.widest(spec).orElse("none fits"));
        line("largest depth  %s", planner.deepest(spec).orElse("none fits"));
    }

    private void line(String format, Object... arguments) {
        PrintWriter out = command.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
