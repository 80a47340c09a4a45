package io.gradhil.firmware;

import io.gradhil.core.BuildId;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.process.ToolProcess;
import io.gradhil.process.ToolRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Provides the image that belongs to the sources at hand. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Firmware {
    /** System property that names an image to use instead of the sources'. */
    public static final String PROPERTY = "hil.firmware";

    /** A full build takes some seconds; a loaded machine may take longer. */
    private static final Duration BUILD = Duration.ofMinutes(3);

    private final FirmwareSources sources;
    private final FirmwareTarget target;
    private final String preset;
    private final boolean compilerPresent;

    private Firmware(FirmwareSources sources, FirmwareTarget target, String preset, boolean compilerPresent) {
        this.sources = sources;
        this.target = target;
        this.preset = preset;
        this.compilerPresent = compilerPresent;
    }

    /**
     * Returns the image for a target: the one that {@value #PROPERTY} names; else the one built from the sources if a
     * compiler is at hand; else the prebuilt one, if its id is that of the sources.
     *
     * @throws FirmwareImageException if there is none
     */
    public static FirmwareImage image(FirmwareTarget target) {
        return image(target, compilerPresent(target));
    }

    static FirmwareImage image(FirmwareTarget target, boolean compilerPresent) {
        String explicit = System.getProperty(PROPERTY);
        if (explicit != null) {
            return ElfFile.image(Path.of(explicit), target);
        }
        return new Firmware(sources(), target, target.preset(), compilerPresent).image();
    }

    /**
     * Returns the image that another CMake preset builds from the sources for a target.
     *
     * @throws FirmwareImageException if there is none and no compiler
     */
    public static FirmwareImage variant(FirmwareTarget target, String preset) {
        FirmwareSources sources = sources();
        Firmware firmware = new Firmware(sources, target, preset, true);
        BuildId id = sources.buildId();
        Path image = firmware.built();
        return compilerPresent(target)
                ? firmware.built(image, id)
                : firmware.matching(image, id).orElseThrow(() -> firmware.stale(image, id));
    }

    private static FirmwareSources sources() {
        return FirmwareSources.find()
                .orElseThrow(() -> new FirmwareImageException(
                        Path.of("firmware"),
                        "no folder firmware/ here or above",
                        "name an image with -D" + PROPERTY + "=FILE, or run within a checkout"));
    }

    private Path built() {
        return sources.folder().resolve("build").resolve(preset).resolve(target.file());
    }

    private FirmwareImage image() {
        Path built = built();
        BuildId id = sources.buildId();
        if (compilerPresent) {
            return built(built, id);
        }
        Path prebuilt = sources.folder().resolve("prebuilt").resolve(target.file());
        return matching(built, id).or(() -> matching(prebuilt, id)).orElseThrow(() -> stale(prebuilt, id));
    }

    /** Returns the image if it is whole and that of the sources. */
    private Optional<FirmwareImage> matching(Path file, BuildId id) {
        try {
            return Optional.of(ElfFile.image(file, target))
                    .filter(image -> image.id().buildId().equals(id));
        } catch (FirmwareImageException missingOrDamaged) {
            return Optional.empty();
        }
    }

    private static boolean compilerPresent(FirmwareTarget target) {
        String compiler = target == FirmwareTarget.HOST ? "cc" : "arm-none-eabi-gcc";
        return ToolProcess.find(compiler).isPresent()
                && ToolProcess.find("cmake").isPresent();
    }

    private FirmwareImageException stale(Path file, BuildId id) {
        String found = Files.exists(file) ? ElfFile.image(file, target).id().toString() : "no such file";
        return new FirmwareImageException(
                file,
                "sources: build id " + id + "\nimage:   " + found,
                "run ci/setup.sh for the compiler, or undo the change of the firmware's sources");
    }

    /** Returns the image, built if need be; one at a time, whoever else on this machine wants one. */
    private FirmwareImage built(Path image, BuildId id) {
        Path folder = sources.folder().resolve("build");
        synchronized (Firmware.class) { // the lock is one of processes, not of threads
            try {
                Files.createDirectories(folder);
                try (FileChannel file =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    file.lock(); // released with the channel
                    if (matching(image, id).isEmpty()) {
                        Files.deleteIfExists(image); // a damaged one would look up to date
                        build(folder);
                    }
                }
            } catch (IOException e) {
                throw new FirmwareImageException(
                        folder, "cannot be written: " + e.getMessage(), "name an image with -D" + PROPERTY + "=FILE");
            }
            return matching(image, id).orElseThrow(() -> stale(image, id));
        }
    }

    private void build(Path folder) {
        String source = sources.folder().toString();
        String binary = folder.resolve(preset).toString();
        ToolRun.run(List.of("cmake", "-S", source, "--preset", preset), BUILD);
        ToolRun.run(List.of("cmake", "--build", binary), BUILD);
    }
}
