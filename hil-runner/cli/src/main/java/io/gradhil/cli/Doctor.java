package io.gradhil.cli;

import io.gradhil.board.Board;
import io.gradhil.board.BoardLease;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.HilException;
import io.gradhil.firmware.Firmware;
import io.gradhil.flash.OpenOcd;
import io.gradhil.hardware.Nucleo;
import io.gradhil.hardware.NucleoChoice;
import io.gradhil.hardware.StLinks;
import io.gradhil.protocol.McuClient;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at everything that a run on a board needs, one thing after the other; whatever is wrong with one, the next is looked at. */
final class Doctor {
    /** A second or two of a line at 115,200 baud. */
    private static final int ECHOES = 16;

    private static final int ECHO_BYTES = 1024;

    private final Consumer<Finding> findings;
    private final HilSettings settings;

    /** Creates a doctor; {@code findings} hears of each finding at once. */
    Doctor(HilSettings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void examine() {
        findings.accept(openOcd());
        check("firmware", () -> image().path() + ", " + image().id());
        check("virtual", this::virtual);
        List<NucleoChoice> boards = NucleoChoice.attached();
        if (boards.isEmpty()) {
            findings.accept(Finding.wrong(
                    "ST-LINK",
                    "none, looked for in " + StLinks.where(),
                    "plug a board in; if one is, see hil-runner/docs/troubleshooting.md, BoardNotFoundException"));
        }
        boards.forEach(this::examine);
    }

    private static Finding openOcd() {
        Optional<String> version = OpenOcd.installed();
        return version.filter(found -> !found.endsWith("too old"))
                .map(found -> Finding.ok("OpenOCD", found))
                .orElseGet(() -> Finding.wrong("OpenOCD", version.orElse("not on the PATH"), OpenOcd.remedy()));
    }

    private static FirmwareImage image() {
        return Firmware.image(FirmwareTarget.F411RE);
    }

    private String virtual() {
        try (HilSession session = HilSession.open(settings.withBoard("virtual"), StepListener.NONE)) {
            return "the simulated board runs it and answers, at "
                    + session.client().hello().clockHz() / 1_000_000 + " MHz of its time";
        }
    }

    private void examine(NucleoChoice board) {
        String serial = board.link().serialNumber();
        findings.accept(Finding.ok("board", board.name() + ", " + board.link()));
        Optional<String> holder = BoardLease.holder(serial);
        if (holder.isPresent()) {
            findings.accept(Finding.wrong("lease", holder.get(), "let that run end; nothing else was looked at"));
            return;
        }
        findings.accept(Finding.ok("lease", "free"));
        check("probe", () -> {
            OpenOcd.Probe probe = Nucleo.probe(serial);
            return "ST-LINK firmware " + probe.firmware() + ", the chip has " + probe.targetVolt() + " V";
        });
        check("port", () -> loopback(board));
    }

    /** Everything from the permission to open the port to the firmware's answers. */
    private String loopback(NucleoChoice board) {
        try (Board attached = Nucleo.attach(board.link().serialNumber(), StepListener.NONE)) {
            McuClient client = McuClient.connect(
                    attached.link(),
                    board.name(),
                    attached::state,
                    image().id(),
                    settings.timeout(),
                    StepListener.NONE);
            Deadline clock = Deadline.after(Duration.ZERO);
            for (int i = 0; i < ECHOES; i++) {
                client.echo(new byte[ECHO_BYTES]);
            }
            double seconds = clock.elapsed().toNanos() / 1e9;
            return String.format(
                    Locale.ROOT,
                    "opens, the firmware answers; %.1f kB/s each way at once, %d bad frames",
                    ECHOES * ECHO_BYTES / seconds / 1000,
                    client.stats().badFrames() + client.stats().badCrcs());
        }
    }

    private void check(String subject, Supplier<String> look) {
        try {
            findings.accept(Finding.ok(subject, look.get()));
        } catch (HilException wrong) {
            findings.accept(Finding.wrong(subject, wrong));
        }
    }
}
