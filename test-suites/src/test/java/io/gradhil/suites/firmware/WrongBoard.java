package io.gradhil.suites.firmware;

import io.gradhil.board.Boards;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfFile;
import io.gradhil.protocol.McuClient;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.suites.Tools;
import io.gradhil.training.McuTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A copy of the firmware that a test spoils before it is put on a board.
 *
 * @param kernels of the firmware: {@code plain}, loops that say what they compute; or {@code tiled}, what a board runs
 * @param place puts an image on the board and hands the board over
 */
public record WrongBoard(
        FirmwareTarget target,
        FirmwareCopy firmware,
        String kernels,
        BiConsumer<FirmwareImage, Consumer<McuClient>> place) {
    /** Copies the firmware for the board that the tests run on, with plain kernels. */
    public static WrongBoard in(Path folder, HilSession session) throws IOException {
        FirmwareTarget target =
                Boards.named(HilSettings.fromProperties().board()).target();
        return in(folder, target, session::with);
    }

    /** Returns this with tiled kernels. */
    public WrongBoard tiled() {
        return new WrongBoard(target, firmware, "tiled", place);
    }

    /** Copies the firmware for the board {@code host}, which is built and run fastest. */
    public static WrongBoard onHost(Path folder) throws IOException {
        HilSettings settings =
                new HilSettings("host", HilSettings.fromProperties().timeout());
        return in(folder, FirmwareTarget.HOST, (image, use) -> {
            try (HilSession session = HilSession.open(settings, image, StepListener.NONE)) {
                use.accept(session.client());
            }
        });
    }

    private static WrongBoard in(
            Path folder, FirmwareTarget target, BiConsumer<FirmwareImage, Consumer<McuClient>> place)
            throws IOException {
        Tools.require("cmake", target == FirmwareTarget.HOST ? "cc" : "arm-none-eabi-gcc");
        return new WrongBoard(target, FirmwareCopy.in(folder), "plain", place);
    }

    /** Replaces a text that occurs exactly once in a source file. */
    public WrongBoard replace(String file, String text, String replacement) throws IOException {
        firmware.replace(file, text, replacement);
        return this;
    }

    /** Builds the firmware, puts it on the board and hands the board to a test. */
    public void run(Consumer<McuTrainer> test) {
        FirmwareImage image = ElfFile.image(firmware.build(target, "-DGRADHIL_KERNELS=" + kernels), target);
        place.accept(image, client -> test.accept(new McuTrainer(client)));
    }
}
