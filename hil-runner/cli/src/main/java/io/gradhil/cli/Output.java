package io.gradhil.cli;

import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Prints a command's lines, each at once. */
record Output(PrintWriter out) implements StepListener {
    static Output of(CommandSpec command) {
        return new Output(command.commandLine().getOut());
    }

    void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }

    @Override
    public void onStep(Step step) {
        line("%-9s %s", step.name(), step.detail());
    }
}
