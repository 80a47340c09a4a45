package io.gradhil.virtual.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The tools by which others judge the core: QEMU and a cross compiler. */
final class Toolchain {
    static final Path SOURCES = Path.of("src", "test", "c").toAbsolutePath();
    static final String GCC = "arm-none-eabi-gcc";
    static final String QEMU = "qemu-system-arm";

    private Toolchain() {}

    /** Skips the test if a tool is missing, with the reason; where CI=true a missing tool is a failure. */
    static void require(String... tools) {
        for (String tool : tools) {
            boolean found = isThere(tool);
            if (!found && "true".equals(System.getenv("CI"))) {
                throw new AssertionError(tool + " is not installed, and CI=true does not allow to skip what needs it");
            }
            assumeTrue(found, tool + " is not installed; looked for on the PATH");
        }
    }

    static boolean isThere(String tool) {
        for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, tool))) {
                return true;
            }
        }
        return false;
    }

    /** Runs a tool in a folder; throws with its output if it fails or takes longer than two minutes. */
    static void run(Path folder, List<String> command) {
        try {
            Path log = folder.resolve("log.txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            if (!ended || process.exitValue() != 0) {
                String output = Files.readString(log, StandardCharsets.UTF_8);
                throw new AssertionError(command + (ended ? " failed: " : " took too long: ") + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Compiles for the Cortex-M4F and returns the flat binary of flash. */
    static byte[] compile(Path folder, String script, List<String> options, String... sources) {
        List<String> command = new ArrayList<>(List.of(GCC, "-mcpu=cortex-m4", "-mthumb", "-mfpu=fpv4-sp-d16"));
        command.addAll(options);
        command.addAll(List.of("-T", SOURCES.resolve(script).toString(), "-o", "image.elf"));
        for (String source : sources) {
            command.add(SOURCES.resolve(source).toString());
        }
        command.addAll(List.of("-lm"));
        run(folder, command);
        run(folder, List.of("arm-none-eabi-objcopy", "-O", "binary", "image.elf", "image.bin"));
        try {
            return Files.readAllBytes(folder.resolve("image.bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
