package io.gradhil.bench;

import io.gradhil.core.Deadline;
import io.gradhil.process.ToolRun;
import io.gradhil.virtual.VirtualNucleo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The inner loop of the firmware's dense layer, as GCC translates it, on simulated cores. */
final class InnerLoop {
    private static final int BASE = 0x08000000;
    private static final int ELF_HEADER = 52;
    private static final int HEADERS = ELF_HEADER + 32;
    /** Offset of the number of rounds within the image. */
    private static final int ROUNDS_AT = 0x74;

    private static final int R7 = 7;
    /** Four instructions before the loop, six in it for each of 64 products, two after it. */
    private static final long INSTRUCTIONS_PER_ROUND = 4 + 64 * 6 + 2;

    private static final int SLICES = 8;
    private static final Duration SLICE = Duration.ofSeconds(4); // 64 M cycles at the 16 MHz of the HSI
    private static final int QEMU_ROUNDS = 1_500_000;
    private static final int QEMU_RUNS = 3;
    private static final Duration QEMU_LIMIT = Duration.ofMinutes(2);

    // Vectors; FPU on; 128 floats into the RAM; r7 = rounds; outer: r2, lr, ip = rows; s14 = 1
    // inner: vldmia r2!, {s15}; vldmia ip!, {s13}; vmul s15, s15, s13; cmp r2, lr; vadd s14, s14, s15; bne inner
    // subs r7, #1; bne outer; semihosting SYS_EXIT; b .; rounds
    private static final int[] CODE = {
        0x0000, 0x2001, 0x0009, 0x0800, 0xF64E, 0x5088, 0xF2CE, 0x0000, 0xF44F, 0x0170, 0x6001, 0xF3BF,
        0x8F4F, 0xF3BF, 0x8F6F, 0xF64C, 0x41CD, 0xF6C3, 0x718C, 0xF04F, 0x5000, 0xF500, 0x7200, 0xF840,
        0x1B04, 0x4290, 0xD1FB, 0x4F0F, 0xEEB7, 0x8A00, 0xB197, 0xF04F, 0x5200, 0xF502, 0x7E80, 0x46F4,
        0xEEB0, 0x7A48, 0xECF2, 0x7A01, 0xECFC, 0x6A01, 0xEE67, 0x7AA6, 0x4572, 0xEE37, 0x7A27, 0xD1F5,
        0x3F01, 0xD1EC, 0x2018, 0xF240, 0x0126, 0xF2C0, 0x0102, 0xBEAB, 0xE7FE, 0xBF00, 0x0000, 0x0000
    };

    /** What was measured. */
    record Speed(double instructionsPerSecond, double cyclesPerSecond) {}

    private InnerLoop() {}

    /** Returns the best of {@value #SLICES} slices of a long run; {@code translateAfter} as the core takes it. */
    static Speed onVirtual(int translateAfter) {
        VirtualNucleo board = new VirtualNucleo();
        board.load(elf(Integer.MAX_VALUE));
        board.core().translateAfter(translateAfter);
        board.powerOn();
        Speed best = new Speed(0, 0);
        for (int k = 0; k < SLICES; k++) {
            Speed speed = slice(board);
            best = speed.instructionsPerSecond > best.instructionsPerSecond ? speed : best;
        }
        return best;
    }

    private static Speed slice(VirtualNucleo board) {
        long cycles = board.cycles();
        int rounds = board.core().register(R7);
        Deadline clock = Deadline.after(Duration.ZERO);
        board.runFor(SLICE);
        double seconds = clock.elapsed().toNanos() / 1e9;
        int done = rounds == 0 ? 0 : rounds - board.core().register(R7);
        return new Speed(done * INSTRUCTIONS_PER_ROUND / seconds, (board.cycles() - cycles) / seconds);
    }

    /** Returns the best of {@value #QEMU_RUNS} runs in instructions per second, less the time of a run that does nothing. */
    static double onQemu() {
        double best = 0;
        for (int k = 0; k < QEMU_RUNS; k++) {
            double seconds = secondsOnQemu(QEMU_ROUNDS) - secondsOnQemu(0);
            best = Math.max(best, QEMU_ROUNDS * INSTRUCTIONS_PER_ROUND / seconds);
        }
        return best;
    }

    private static double secondsOnQemu(int rounds) {
        try {
            Path image = Files.createTempFile("inner-loop", ".elf");
            try {
                Files.write(image, elf(rounds));
                Deadline clock = Deadline.after(Duration.ZERO);
                ToolRun.run(command(image), QEMU_LIMIT);
                return clock.elapsed().toNanos() / 1e9;
            } finally {
                Files.delete(image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No file for the image that QEMU is to run", e);
        }
    }

    private static List<String> command(Path image) {
        return List.of(
                Benchmark.QEMU,
                "-M",
                "netduinoplus2",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "null",
                "-semihosting",
                "-kernel",
                image.toString());
    }

    /** An ELF file for ARM with one segment, the image. */
    static byte[] elf(int rounds) {
        int bytes = 2 * CODE.length;
        ByteBuffer elf = ByteBuffer.allocate(HEADERS + bytes).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7F, 'E', 'L', 'F', 1, 1, 1}).position(16);
        elf.putShort((short) 2).putShort((short) 40).putInt(1); // EXEC, ARM
        elf.putInt(BASE + 9).putInt(ELF_HEADER).putInt(0).putInt(0x05000200); // entry, program header, EABI 5
        elf.putShort((short) ELF_HEADER)
                .putShort((short) 32)
                .putShort((short) 1)
                .putShort((short) 40);
        elf.position(ELF_HEADER);
        elf.putInt(1)
                .putInt(HEADERS)
                .putInt(BASE)
                .putInt(BASE)
                .putInt(bytes)
                .putInt(bytes)
                .putInt(5)
                .putInt(4);
        for (int half : CODE) {
            elf.putShort((short) half);
        }
        return elf.putInt(HEADERS + ROUNDS_AT, rounds).array();
    }
}
