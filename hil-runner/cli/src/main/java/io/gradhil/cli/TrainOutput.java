package io.gradhil.cli;

import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.protocol.Hello;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.loss.Loss;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.session.HilSession;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.SamplesSent;
import io.gradhil.training.TrainingPlan;
import io.gradhil.training.TrainingReport;
import io.gradhil.training.Verification;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** What {@code hil train} prints, beside the progress. */
final class TrainOutput {
    private final PrintWriter out;
    private final Ansi colours;

    TrainOutput(PrintWriter out, Ansi colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Prints a step that says more than that all is well. */
    void step(Step step) {
        boolean known = step.name().equals("hello") || step.name().equals("configure");
        if (step.outcome() != Outcome.PASSED || !step.frequent() && !known) {
            line("%-9s %s", step.name(), step.detail());
        }
    }

    void setting(HilSession session, Ccpp ccpp, CcppSplit data, TrainingPlan plan) {
        Hello hello = session.client().hello();
        line("board     %s at %,d MHz, %s", session.board().name(), hello.clockHz() / 1_000_000, hello.firmware());
        line("data      %s", ccpp.describe());
        line(
                "          %,d rows to train on, %,d held out",
                data.trainingSize(), data.heldOut().size());
        line("network   %s, %,d parameters", plan.spec(), plan.spec().layout().count());
        line("training  epochs %d, batch size %d, seed %d", plan.epochs(), plan.batchSize(), plan.seed());
    }

    void live(URI address) {
        line("live      %s", address);
    }

    void page(Path file) {
        line("page      %s", file);
    }

    void memory(MemoryPlan memory) {
        line("memory    %s", memory);
    }

    void epoch(int epoch, int epochs, EpochLoss loss) {
        line(
                "epoch %d/%d  loss: board %.8f, reference %.8f, relative difference %.1e",
                epoch, epochs, loss.board(), loss.reference(), loss.relativeDifference());
    }

    /** Prints the outcome, the verdict in the last line. */
    void conclusion(TrainingReport report, Loss loss, CcppSplit data) {
        report.heldOut().ifPresent(heldOut -> heldOut(heldOut, loss, data.targetScaleMegawatt()));
        samples(report.samples(), data.heldOut().inputs() + data.heldOut().outputs());
        line("parameters CRC-32 0x%08X", report.parameterCrc());
        report.failures().stream().map(ShouldMatchReference::message).forEach(message -> line("%n%s%n", message));
        line("%s", verdict(report, colours));
    }

    /** In the target's unit where the loss has one. */
    private void heldOut(EpochLoss heldOut, Loss loss, double scale) {
        if (loss.equals(Loss.MSE)) {
            line(
                    "held out   RMSE: board %.5f MW, reference %.5f MW",
                    Math.sqrt(heldOut.board()) * scale, Math.sqrt(heldOut.reference()) * scale);
        } else if (loss.equals(Loss.MAE)) {
            line(
                    "held out   MAE: board %.5f MW, reference %.5f MW",
                    heldOut.board() * scale, heldOut.reference() * scale);
        } else {
            line("held out   %s: board %.8f, reference %.8f", loss, heldOut.board(), heldOut.reference());
        }
    }

    private void samples(SamplesSent sent, int columns) {
        line(
                "samples    %,d sent as 16-bit codes of their float32 bits (%d bytes each), %,d as float32 (%d bytes each)",
                sent.asCodes(), columns * Short.BYTES, sent.asFloats(), columns * Float.BYTES);
    }

    private static String verdict(TrainingReport report, Ansi colours) {
        Verification verification = report.verification();
        boolean passes = report.failures().isEmpty();
        return String.format(
                Locale.ROOT,
                "%s: %,d batches trained, %,d of them judged, %,d gradient elements checked, %s",
                colours.string(passes ? "@|bold,green PASS|@" : "@|bold,red FAIL|@"),
                report.batches(),
                verification.batches(),
                verification.gradients(),
                worst(verification));
    }

    private static String worst(Verification verification) {
        return verification
                .worst()
                .map(element -> String.format(
                        Locale.ROOT,
                        "worst error %.3g of its limit (%s), largest zscore %.2f, RMS %.3f",
                        element.ratio(),
                        element.name(),
                        verification.zscores().largest(),
                        verification.zscores().rms()))
                .orElse("nothing judged");
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
