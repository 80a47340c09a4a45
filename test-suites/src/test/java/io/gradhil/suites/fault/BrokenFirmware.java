package io.gradhil.suites.fault;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.HilException;
import io.gradhil.firmware.ElfFile;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.suites.Tools;
import io.gradhil.suites.firmware.FirmwareCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** An image for the board whose faults, but the stack overflow, are others than usual, see {@link io.gradhil.protocol.Fault}. */
record BrokenFirmware(FirmwareImage image) {
    /** Long enough for three looks on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    /**
     * Builds it.
     *
     * @param folder an empty one
     * @param faults C statements that take the place of the faults, in their order
     */
    static BrokenFirmware faults(Path folder, String... faults) throws IOException {
        Tools.require("cmake", "arm-none-eabi-gcc");
        FirmwareCopy copy = FirmwareCopy.in(folder)
                .replace("port/stm32f4/board.c", "__asm volatile(\"udf #0\");", faults[0])
                .replace("port/stm32f4/board.c", "(void)REGISTER(NOTHING_THERE);", faults[1])
                .replace("port/stm32f4/board.c", "while (watchdog_is_running()) {\n        }", faults[2]);
        return new BrokenFirmware(ElfFile.image(copy.build(FirmwareTarget.F411RE), FirmwareTarget.F411RE));
    }

    /** Builds an image with one text in one file replaced. */
    static BrokenFirmware in(Path folder, String file, String text, String replacement) throws IOException {
        Tools.require("cmake", "arm-none-eabi-gcc");
        FirmwareCopy copy = FirmwareCopy.in(folder).replace(file, text, replacement);
        return new BrokenFirmware(ElfFile.image(copy.build(FirmwareTarget.F411RE), FirmwareTarget.F411RE));
    }

    /** Runs a test that fails on a board, sees the board restored, and returns what the failure says, numbers made the same, without indentation. */
    String failure(String board, Consumer<HilSession> test) {
        try (HilSession session = HilSession.open(new HilSettings(board, TIMEOUT), image, StepListener.NONE)) {
            try {
                test.accept(session);
            } catch (HilException e) {
                session.restore().echo(new byte[] {1});
                return masked(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
        throw new AssertionError("nothing failed on board " + board);
    }

    /** Addresses depend on the compiler, some registers on the moment of the look, the number of looks on the machine. */
    private static String masked(String text) {
        return text.replaceAll("0x08[0-9A-F]{6} ([a-zA-Z])", "ADDRESS $1")
                .replaceAll("(PC|LR|SP|xPSR|R0) 0x[0-9A-F]{8}", "$1 ...")
                .replaceAll("R(0 to R6|7 to R12):( +[0-9A-F]{8})+", "R$1: ...")
                .replaceAll("\\+0x[0-9A-F]+", "+...")
                .replaceAll("(sent|received): .*", "$1: ...")
                .replaceAll("running at PC .*", "running at PC ...")
                .replaceAll("each of \\d+ looks", "each of ... looks")
                .replaceAll("(?m)^ +", "");
    }
}
