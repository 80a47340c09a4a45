package io.gradhil.virtual.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** The cross compiler's assembler. */
final class Assembler {
    private static final int SLOT = 512;
    private static final int SLOT_SIZE = 256;

    private final Path folder;

    Assembler(Path folder) {
        this.folder = folder;
    }

    /** Returns the half-words of each line, in hexadecimal; a line is one or more instructions with semicolons between. */
    List<String> codes(List<String> lines) {
        // Each line begins at a multiple of 256 bytes, where its number of half-words follows.
        StringBuilder source = new StringBuilder(".syntax unified\n.cpu cortex-m4\n.fpu fpv4-sp-d16\n.thumb\n");
        for (String line : lines) {
            source.append(".p2align 8\n1:\n")
                    .append(line.replace(';', '\n'))
                    .append("\n2:\n.p2align 8\n.short (2b - 1b) / 2\n");
        }
        try {
            Files.writeString(folder.resolve("lines.s"), source);
            List<String> options = List.of("-c", "-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard");
            List<String> command = new ArrayList<>(List.of(Toolchain.GCC));
            command.addAll(options);
            command.add("lines.s");
            Toolchain.run(folder, command);
            Toolchain.run(
                    folder, List.of("arm-none-eabi-objcopy", "-O", "binary", "-j", ".text", "lines.o", "lines.bin"));
            return cut(Files.readAllBytes(folder.resolve("lines.bin")), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cut(byte[] binary, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN);
        List<String> result = new ArrayList<>();
        for (int line = 0; line < count; line++) {
            StringJoiner code = new StringJoiner(" ");
            for (int half = 0; half < buffer.getShort(SLOT * line + SLOT_SIZE); half++) {
                code.add(String.format(Locale.ROOT, "%04X", buffer.getShort(SLOT * line + 2 * half)));
            }
            result.add(code.toString());
        }
        return result;
    }
}
