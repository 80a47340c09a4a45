package io.gradhil.cli;

import io.gradhil.session.HilSettings;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hil doctor}: before asking why a run fails. */
@Command(
        name = "doctor",
        description = {
            "Look at all that a run on a board needs: OpenOCD, probes, leases, ports, the firmware's answer, the line's speed.",
            "Each line is ok, or wrong with what to do. A board that is in use is left alone; none is flashed."
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Output out = Output.of(command);
        AtomicBoolean wrong = new AtomicBoolean();
        new Doctor(HilSettings.fromProperties(), finding -> {
                    out.line("%s", finding);
                    wrong.compareAndSet(false, !finding.ok());
                })
                .examine();
        return wrong.get() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
}
