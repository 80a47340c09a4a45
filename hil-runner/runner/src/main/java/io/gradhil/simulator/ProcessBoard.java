package io.gradhil.simulator;

import io.gradhil.board.Board;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.FirmwareImage;
import io.gradhil.link.ByteLink;
import io.gradhil.process.ToolProcess;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A board that is a process: flashing starts it, resetting starts it again, closing ends it. */
final class ProcessBoard implements Board {
    /** A started process, the link to the firmware in it, and a way to look at its core. */
    record Running(ToolProcess process, ByteLink link, Supplier<Optional<CoreSnapshot>> core, Runnable cleanup) {
        void close() {
            link.close();
            process.close();
            cleanup.run();
        }
    }

    /** Starts an image. */
    interface Launcher {
        Running start(FirmwareImage image);
    }

    private final String name;
    private final Launcher launcher;
    private @Nullable FirmwareImage image;
    private @Nullable Running running;

    ProcessBoard(String name, Launcher launcher) {
        this.name = name;
        this.launcher = launcher;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void flash(FirmwareImage newImage) {
        close();
        image = newImage;
        running = launcher.start(newImage);
    }

    @Override
    public void reset() {
        if (image == null) {
            throw new IllegalStateException("Nothing was flashed yet");
        }
        flash(image);
    }

    @Override
    public ByteLink link() {
        if (running == null) {
            throw new IllegalStateException("Nothing was flashed yet");
        }
        return running.link();
    }

    @Override
    public String state() {
        return running == null ? "" : running.process().state();
    }

    @Override
    public Optional<CoreSnapshot> look() {
        return running == null ? Optional.empty() : running.core().get();
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
