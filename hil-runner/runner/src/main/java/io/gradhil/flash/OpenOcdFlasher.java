package io.gradhil.flash;

import io.gradhil.core.CoreSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/** Puts images on one board, and starts them. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class OpenOcdFlasher {
    /**
     * What was done.
     *
     * @param unchanged whether the image was on the chip already, each of its bytes, so that nothing was written
     * @param uid the chip's unique id, 24 lower-case hex digits
     */
    public record Flashed(boolean unchanged, String uid) {}

    private final OpenOcd openOcd;
    private final Optional<String> uid;

    /** Takes a board. */
    public OpenOcdFlasher(OpenOcd openOcd, Optional<String> uid) {
        this.openOcd = openOcd;
        this.uid = uid;
    }

    /**
     * Puts an image on the chip unless it is there already, verifies it, and starts it.
     *
     * @param halted called when the chip stands at its first instruction, before it is let go
     * @throws io.gradhil.core.ProbeException if that fails
     */
    public Flashed flash(Path image, Runnable halted) {
        OpenOcdOutput output = withGate(
                halted,
                "flash",
                gate -> String.join(
                        " ", "gradhil_flash", OpenOcdCommand.quoted(image), "{" + uid.orElse("") + "}", gate));
        return new Flashed(output.unchanged(), output.uid().orElse(""));
    }

    /** Starts the image on the chip afresh; otherwise as {@link #flash}. */
    public void reset(Runnable halted) {
        withGate(halted, "reset", gate -> "gradhil_reset " + gate);
    }

    /** Looks at the core and lets it run on, see {@link OpenOcd#look}. */
    public Optional<CoreSnapshot> look() {
        return openOcd.look();
    }

    /** Asks the probe about itself, see {@link OpenOcd#probe}. */
    public OpenOcd.Probe probe() {
        return openOcd.probe();
    }

    private interface Call {
        String withGate(String gate);
    }

    /** OpenOCD lets the chip go when the gate is deleted. */
    private OpenOcdOutput withGate(Runnable halted, String action, Call call) {
        Path gate = createGate();
        try {
            return openOcd.run(action, call.withGate(OpenOcdCommand.quoted(gate)), line -> {
                if (line.equals(OpenOcdOutput.HALTED)) {
                    halted.run();
                    delete(gate);
                }
            });
        } finally {
            delete(gate);
        }
    }

    private static Path createGate() {
        try {
            return Files.createTempFile("gradhil-", ".gate");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary file for OpenOCD", e);
        }
    }

    private static void delete(Path gate) {
        try {
            Files.deleteIfExists(gate);
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file cannot be deleted: " + gate, e);
        }
    }
}
