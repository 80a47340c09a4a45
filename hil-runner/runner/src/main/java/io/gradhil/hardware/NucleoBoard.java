package io.gradhil.hardware;

import io.gradhil.board.Board;
import io.gradhil.board.BoardConfig;
import io.gradhil.board.BoardLease;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.HilException;
import io.gradhil.core.SecondsProperty;
import io.gradhil.core.WrongBoardException;
import io.gradhil.flash.OpenOcd;
import io.gradhil.flash.OpenOcdFlasher;
import io.gradhil.flash.OpenOcdTarget;
import io.gradhil.link.ByteLink;
import io.gradhil.link.serial.SerialLink;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A leased board: OpenOCD flashes and resets it, its serial port is open before it runs. */
final class NucleoBoard implements Board {
    private static final List<String> OPENOCD_CONFIG = List.of("board/st_nucleo_f4.cfg");

    /** The firmware's rate after reset, {@code firmware/PROTOCOL.md}. */
    private static final int BAUD = 115_200;

    /** A run of all suites takes minutes. */
    private static final Duration LEASE_LIMIT = Duration.ofMinutes(5);

    private final NucleoChoice choice;
    private final BoardLease lease;
    private final OpenOcdFlasher flasher;
    private final StepListener steps;
    private String uid = "";
    private @Nullable ByteLink link;
    private boolean flashed;

    private NucleoBoard(NucleoChoice choice, BoardLease lease, StepListener steps) {
        this.choice = choice;
        this.lease = lease;
        this.steps = steps;
        OpenOcdTarget target = new OpenOcdTarget(
                choice.name(),
                choice.link().serialNumber(),
                choice.config()
                        .map(BoardConfig::openOcdConfig)
                        .filter(files -> !files.isEmpty())
                        .orElse(OPENOCD_CONFIG),
                choice.config().flatMap(BoardConfig::uid));
        this.flasher = new OpenOcdFlasher(new OpenOcd(target, steps), target.uid());
    }

    static NucleoBoard open(NucleoChoice choice, StepListener steps) {
        Duration limit = SecondsProperty.read("hil.lease.timeout", LEASE_LIMIT);
        BoardLease lease = BoardLease.take(choice.link().serialNumber(), command(), limit, steps);
        return new NucleoBoard(choice, lease, steps);
    }

    /** What this process is, for others who want the board. */
    private static String command() {
        String command =
                System.getProperty("sun.java.command", "a Java program").strip();
        return command.substring(0, Math.min(command.length(), 120));
    }

    @Override
    public String name() {
        return choice.name();
    }

    @Override
    public void flash(FirmwareImage image) {
        start(halted -> {
            Deadline clock = Deadline.after(Duration.ZERO);
            OpenOcdFlasher.Flashed done = flasher.flash(image.path(), halted);
            uid = done.uid();
            String what = done.unchanged() ? "unchanged, verified on the chip" : "written and verified";
            steps.onStep(new Step("openocd", what, clock.elapsed())
                    .with(Map.of("probe", "ST-LINK " + choice.link().serialNumber())));
        });
        flashed = true;
    }

    @Override
    public void reset() {
        if (!flashed) {
            throw new IllegalStateException("Nothing was flashed yet");
        }
        start(flasher::reset);
    }

    /** Starts what is on the chip afresh; nobody listens. */
    void restart() {
        flasher.reset(() -> {});
    }

    /** Opens the port of a board that runs, and goes on running. */
    void attach() {
        closeLink();
        link = keeping(openPort(BAUD));
    }

    private SerialLink openPort(int baud) {
        return SerialLink.open(choice.link().port(), baud);
    }

    private ByteLink keeping(SerialLink opened) {
        return new ReopeningLink(opened, BAUD, this::openPort, steps);
    }

    /** Asks the probe about itself; the core is not disturbed. */
    OpenOcd.Probe probe() {
        return flasher.probe();
    }

    /** Has the chip started with the port open before: what the port holds while the chip is halted is of a former run. */
    private void start(Consumer<Runnable> starter) {
        closeLink();
        SerialLink fresh = openPort(BAUD);
        try {
            starter.accept(() -> discard(fresh));
            link = keeping(fresh);
        } finally {
            if (link == null) {
                fresh.close();
            }
        }
    }

    private void discard(SerialLink fresh) {
        int stale = fresh.discard();
        if (stale > 0) {
            steps.onStep(new Step("discard", stale + " bytes that a former run had sent", Duration.ZERO));
        }
    }

    @Override
    public ByteLink link() {
        if (link == null) {
            throw new IllegalStateException("Nothing was flashed yet");
        }
        return link;
    }

    @Override
    public void identify(String answering) {
        if (!answering.equals(uid)) {
            throw new WrongBoardException(name(), uid, answering, choice.link().port());
        }
    }

    @Override
    public String state() {
        return link == null ? "" : choice.link().toString();
    }

    /** A look that fails must not hide what made it necessary. */
    @Override
    public Optional<CoreSnapshot> look() {
        Deadline clock = Deadline.after(Duration.ZERO);
        try {
            return flasher.look();
        } catch (HilException failed) {
            String why = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
            steps.onStep(new Step("look", why, clock.elapsed()));
            return Optional.empty();
        }
    }

    private void closeLink() {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    @Override
    public void close() {
        closeLink();
        flashed = false;
        lease.close();
    }
}
