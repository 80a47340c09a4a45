package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The firmware's inner loops, called from its image by a program beside it, on the core and on QEMU. */
public final class InnerLoop {
    private static final int PROGRAM = 0x40000;
    private static final int SLICES = 10;
    private static final int ROUNDS_ON_QEMU = 40_000;
    private static final long CYCLES = 60_000_000;

    private final Path folder;
    private final Path firmware;

    /** What was measured. */
    public record Speed(double instructionsPerSecond, double cyclesPerSecond) {}

    /** Uses a folder for scratch. */
    public InnerLoop(Path folder, Path firmware) {
        this.folder = folder;
        this.firmware = firmware;
    }

    /** Returns the best of {@value #SLICES} slices of a long run; {@code translateAfter} as in {@link CortexM4#translateAfter}. */
    public Speed onCore(int translateAfter) {
        double cyclesPerInstruction = (double) (cycles(2) - cycles(1)) / (instructions(2) - instructions(1));
        CortexM4 core = core(image(Integer.MAX_VALUE));
        core.translateAfter(translateAfter);
        double best = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            long cycles = core.cycles();
            long start = System.nanoTime();
            core.run(cycles + CYCLES);
            best = Math.max(best, (core.cycles() - cycles) * 1e9 / (System.nanoTime() - start));
        }
        return new Speed(best / cyclesPerInstruction, best);
    }

    /** Returns the best of three runs, less the time of a run that does nothing. */
    public Speed onQemu() {
        long instructions = (instructions(2) - instructions(1)) * ROUNDS_ON_QEMU;
        long cycles = (cycles(2) - cycles(1)) * ROUNDS_ON_QEMU;
        byte[] nothing = image(0);
        byte[] all = image(ROUNDS_ON_QEMU);
        long best = Long.MAX_VALUE;
        for (int k = 0; k < 3; k++) {
            long idle = nanosOnQemu(nothing);
            best = Math.min(best, nanosOnQemu(all) - idle);
        }
        return new Speed(instructions * 1e9 / best, cycles * 1e9 / best);
    }

    private long nanosOnQemu(byte[] image) {
        long start = System.nanoTime();
        new QemuMachine(folder).run(image);
        return System.nanoTime() - start;
    }

    private long instructions(int rounds) {
        CortexM4 core = core(image(rounds));
        long count = 0;
        while (!core.isHalted()) {
            core.step();
            count++;
        }
        return count;
    }

    private long cycles(int rounds) {
        CortexM4 core = core(image(rounds));
        core.run(Long.MAX_VALUE);
        return core.cycles();
    }

    private static CortexM4 core(byte[] image) {
        Memory flash = new Memory(1 << 20);
        flash.write(0, image);
        CortexM4 core = CoreMachine.create(flash, new Memory(128 << 10));
        core.write(0xE000EDF0, 4, 0xA05F0001); // halts at the end, a BKPT
        return core;
    }

    private byte[] image(int rounds) {
        byte[] program = Toolchain.compile(
                folder,
                "speed.ld",
                List.of(
                        "-mfloat-abi=hard",
                        "-nostartfiles",
                        "-O2",
                        "-DROUNDS=" + rounds + "u",
                        "-DFORWARD=" + symbol("nn_dense_forward"),
                        "-DBACKWARD=" + symbol("nn_dense_backward")),
                "start.c",
                "speed.c");
        Toolchain.run(folder, List.of("arm-none-eabi-objcopy", "-O", "binary", firmware.toString(), "firmware.bin"));
        byte[] image = Arrays.copyOf(read("firmware.bin"), PROGRAM + program.length);
        System.arraycopy(program, 0, image, PROGRAM, program.length);
        System.arraycopy(program, 0, image, 0, 8);
        return image;
    }

    private String symbol(String name) {
        Toolchain.run(folder, List.of("arm-none-eabi-nm", firmware.toString()));
        return new String(read("log.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.endsWith(" " + name))
                .map(line -> "0x" + line.substring(0, 8) + "u")
                .findFirst()
                .orElseThrow();
    }

    private byte[] read(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
