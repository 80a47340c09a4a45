package io.gradhil.virtual.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** QEMU's Cortex-M4F, by way of its gdb stub. Registers have gdb's numbers: r0 to PC, 25 xPSR, 26 to 41 d0 to d15, 42 FPSCR. */
final class QemuTarget implements Target {
    private static final int MOST_SECONDS = 60;
    private static final int XPSR = 25;
    private static final int D0 = 26;
    private static final int FPSCR = 42;
    private static final int THUMB = 1 << 24;
    private static final int APSR_MASK = 0xF80F0000;
    private static final int START = 0x100;
    private static final HexFormat HEX = HexFormat.of();

    private final Process process;
    private final GdbClient gdb;

    /** Starts QEMU with its log in a folder. */
    QemuTarget(Path folder) {
        try {
            Files.write(folder.resolve("setup.bin"), image());
            List<String> command = new ArrayList<>(List.of(Toolchain.QEMU, "-M", "netduinoplus2"));
            command.addAll(List.of("-display", "none", "-monitor", "none", "-serial", "none"));
            command.addAll(List.of("-kernel", "setup.bin", "-S", "-gdb", "stdio"));
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(folder.resolve("log.txt").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        gdb = new GdbClient(process.getInputStream(), process.getOutputStream());
        gdb.exchange(List.of("qXfer:features:read:target.xml:0,ffb"));
        for (int k = 0; k < SETUP_STEPS; k++) {
            step();
        }
    }

    private static byte[] image() {
        ByteBuffer image = ByteBuffer.allocate(START + 2 * SETUP.length).order(ByteOrder.LITTLE_ENDIAN);
        image.putInt(0, StateWords.SP).putInt(4, CODE & ~0xFFF | START | 1).position(START);
        for (int half : SETUP) {
            image.putShort((short) half);
        }
        return image.array();
    }

    @Override
    public void prepare(short[] code, int[] state) {
        List<String> commands = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.allocate(2 * code.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(code);
        commands.add(write(CODE, bytes.array()));
        byte[] memory = bytes(state, StateWords.MEMORY, StateWords.MEMORY_WORDS);
        commands.add(write(StateWords.MEMORY_ADDRESS, memory));
        for (int k = 0; k < StateWords.SINGLES; k += 2) {
            commands.add(set(D0 + k / 2, bytes(state, k, 2)));
        }
        commands.add(set(FPSCR, bytes(state, StateWords.FPSCR, 1)));
        commands.add(set(XPSR, bytes(new int[] {state[StateWords.APSR] | THUMB}, 0, 1)));
        for (int k = 0; k < Core.SP; k++) {
            commands.add(set(k, bytes(state, StateWords.R0 + k, 1)));
        }
        commands.add(set(Core.SP, bytes(new int[] {StateWords.SP}, 0, 1)));
        commands.add(set(Core.LR, bytes(state, StateWords.LR, 1)));
        commands.add(set(Core.PC, bytes(new int[] {CODE}, 0, 1)));
        List<String> replies = gdb.exchange(commands);
        if (!replies.stream().allMatch("OK"::equals)) {
            throw new AssertionError(commands + " were answered by " + replies);
        }
    }

    @Override
    public void step() {
        gdb.exchange(List.of("s"));
    }

    @Override
    public int pc() {
        return words(gdb.exchange(List.of("p" + Integer.toHexString(Core.PC))).get(0))[0];
    }

    @Override
    public int[] state() {
        List<String> commands = new ArrayList<>();
        for (int k = 0; k < StateWords.SINGLES; k += 2) {
            commands.add("p" + Integer.toHexString(D0 + k / 2));
        }
        commands.add("p" + Integer.toHexString(FPSCR));
        commands.add("p" + Integer.toHexString(XPSR));
        for (int k = 0; k < Core.SP; k++) {
            commands.add("p" + Integer.toHexString(k));
        }
        commands.add("p" + Integer.toHexString(Core.LR));
        commands.add(String.format(Locale.ROOT, "m%x,%x", StateWords.MEMORY_ADDRESS, 4 * StateWords.MEMORY_WORDS));
        int[] state = words(String.join("", gdb.exchange(commands)));
        state[StateWords.APSR] &= APSR_MASK;
        return state;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String write(int address, byte[] bytes) {
        return String.format(Locale.ROOT, "M%x,%x:", address, bytes.length) + HEX.formatHex(bytes);
    }

    private static String set(int register, byte[] bytes) {
        return "P" + Integer.toHexString(register) + "=" + HEX.formatHex(bytes);
    }

    private static byte[] bytes(int[] words, int from, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words, from, count);
        return bytes.array();
    }

    private static int[] words(String hex) {
        int[] words = new int[hex.length() / 8];
        ByteBuffer.wrap(HEX.parseHex(hex))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(words);
        return words;
    }
}
