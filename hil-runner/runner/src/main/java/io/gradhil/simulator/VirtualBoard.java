package io.gradhil.simulator;

import io.gradhil.board.Board;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.link.ByteLink;
import io.gradhil.virtual.BoardThread;
import io.gradhil.virtual.ImageRefusedException;
import io.gradhil.virtual.Pace;
import io.gradhil.virtual.VirtualNucleo;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A board in this JVM: flashing makes a new one, resetting too, closing ends its thread. */
final class VirtualBoard implements Board {
    /** The firmware listens some 10 ms of its time after power-on; one that never idles is not waited for. */
    private static final Duration START = Duration.ofMillis(500);

    private final String name;
    private final Pace pace;
    private @Nullable FirmwareImage image;
    private @Nullable VirtualLink link;

    /** Written by the board's thread. */
    private volatile @Nullable CoreSnapshot lastWatchdog;

    VirtualBoard(String name, Pace pace) {
        this.name = name;
        this.pace = pace;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void flash(FirmwareImage newImage) {
        close();
        VirtualNucleo nucleo = new VirtualNucleo();
        load(nucleo, newImage);
        nucleo.powerOn();
        image = newImage;
        lastWatchdog = null;
        nucleo.beforeWatchdogReset(() -> lastWatchdog = VirtualCore.look(nucleo.core()));
        link = new VirtualLink(name, new BoardThread(nucleo, pace));
        link.awaitStart(START);
    }

    private static void load(VirtualNucleo nucleo, FirmwareImage image) {
        try {
            nucleo.load(image.path());
        } catch (IOException e) {
            throw new FirmwareImageException(image.path(), "cannot be read: " + e.getMessage(), "build it again");
        } catch (ImageRefusedException e) {
            throw new FirmwareImageException(
                    image.path(), String.valueOf(e.getMessage()), "give an image for the board");
        }
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
        if (link == null) {
            throw new IllegalStateException("Nothing was flashed yet");
        }
        return link;
    }

    @Override
    public String state() {
        return link == null ? "" : link.state();
    }

    @Override
    public Optional<CoreSnapshot> look() {
        return link == null ? Optional.empty() : Optional.of(link.look());
    }

    @Override
    public Optional<CoreSnapshot> lookBack() {
        return Optional.ofNullable(lastWatchdog);
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
            link = null;
        }
    }
}
