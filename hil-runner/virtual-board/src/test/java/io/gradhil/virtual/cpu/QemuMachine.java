package io.gradhil.virtual.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** QEMU's netduinoplus2: an STM32F405, that is a Cortex-M4F with 1 MiB of flash and 128 KiB of RAM. */
final class QemuMachine implements Machine {
    private final Path folder;

    QemuMachine(Path folder) {
        this.folder = folder;
    }

    @Override
    public byte[] run(byte[] image) {
        try {
            Path result = folder.resolve("result.bin");
            Files.deleteIfExists(result);
            Files.write(folder.resolve("flash.bin"), image);
            Toolchain.run(
                    folder,
                    List.of(
                            Toolchain.QEMU,
                            "-M",
                            "netduinoplus2",
                            "-display",
                            "none",
                            "-monitor",
                            "none",
                            "-serial",
                            "none",
                            "-semihosting-config",
                            "enable=on,target=native",
                            "-kernel",
                            "flash.bin"));
            return Files.readAllBytes(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
