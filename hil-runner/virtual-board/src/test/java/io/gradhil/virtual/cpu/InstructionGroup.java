package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of a group of instructions, each named after its assembly line. One test, two machines: what is expected is checked on the core and on QEMU.
 *
 * <p>A case is {@code "assembly | before | after"}. Before and after are assignments: {@code r0=0x10 s1=3F800000 [8]=1 flags=NZCVQ fpscr=..}. Numbers
 * are hexadecimal; {@code [8]} is the word 8 bytes into the memory that r8 points to; {@code flags} lists the bits of APSR that are set. What
 * is not mentioned before is 0, what is not mentioned after must not have changed.
 */
abstract class InstructionGroup {
    private static final int MEMORY = 0x20000400;
    private static final int FPSCR = 32;
    private static final int APSR = 33;
    private static final int R0 = 34;
    private static final int R8 = R0 + 8;
    private static final int LR = R0 + 13;
    private static final int WORDS = 48;
    /** Entering the block by POP leaves its address in the word below SP. */
    private static final int ENTRY = WORDS + 63;

    private static final String FLAGS = "NZCVQ";

    @TempDir
    private Path folder;

    /** Returns the cases. */
    abstract List<String> cases();

    @TestFactory
    Stream<DynamicTest> instructions() {
        Toolchain.require(Toolchain.QEMU, Toolchain.GCC);
        List<Case> all = cases().stream().map(Case::of).toList();
        List<short[]> code = assemble(all);
        List<int[]> before = all.stream().map(Case::initial).toList();
        byte[] image = new DriverImage(folder).build(code, before, 0, DriverImage.REPORT_ALL, 0, all.size(), 0);
        List<int[]> onCore = states(new CoreMachine().run(image), all.size());
        List<int[]> onQemu = states(new QemuMachine(folder).run(image), all.size());
        return Stream.iterate(0, k -> k + 1)
                .limit(all.size())
                .map(k -> dynamicTest(all.get(k).text, () -> {
                    assertThat(all.get(k).differences(onCore.get(k)))
                            .as("on the core")
                            .isEmpty();
                    assertThat(all.get(k).differences(onQemu.get(k)))
                            .as("on QEMU")
                            .isEmpty();
                }));
    }

    private static List<int[]> states(byte[] bytes, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<int[]> result = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int[] state = new int[DriverImage.STATE_WORDS];
            buffer.asIntBuffer().get(state);
            buffer.position(buffer.position() + 4 * state.length);
            result.add(state);
        }
        return result;
    }

    /** Assembles each case at a multiple of 256 bytes and cuts it out by the label at its end. */
    private List<short[]> assemble(List<Case> all) {
        StringBuilder source = new StringBuilder(".syntax unified\n.cpu cortex-m4\n.fpu fpv4-sp-d16\n.thumb\n");
        for (Case one : all) {
            source.append(".p2align 8\n1:\n")
                    .append(one.assembly.replace(';', '\n'))
                    .append("\n2:\n.p2align 8\n.short (2b - 1b) / 2\n");
        }
        try {
            Files.writeString(folder.resolve("cases.s"), source);
            Toolchain.run(
                    folder,
                    List.of(
                            Toolchain.GCC,
                            "-c",
                            "-mcpu=cortex-m4",
                            "-mfpu=fpv4-sp-d16",
                            "-mfloat-abi=hard",
                            "cases.s"));
            Toolchain.run(
                    folder, List.of("arm-none-eabi-objcopy", "-O", "binary", "-j", ".text", "cases.o", "cases.bin"));
            return cut(Files.readAllBytes(folder.resolve("cases.bin")), all.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<short[]> cut(byte[] binary, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN);
        List<short[]> result = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            short[] code = new short[buffer.getShort(512 * k + 256)];
            for (int half = 0; half < code.length; half++) {
                code[half] = buffer.getShort(512 * k + 2 * half);
            }
            result.add(code);
        }
        return result;
    }

    /** One line of a table of cases. */
    private record Case(String text, String assembly, String before, String after) {
        static Case of(String text) {
            String[] parts = text.split("\\|", -1);
            return new Case(text, parts[0].trim(), parts[1].trim(), parts[2].trim());
        }

        int[] initial() {
            int[] state = new int[DriverImage.GIVEN_WORDS];
            state[R8] = MEMORY;
            assign(state, before);
            return state;
        }

        private static void assign(int[] state, String assignments) {
            for (String assignment : assignments.split("\\s+")) {
                if (!assignment.isEmpty()) {
                    String[] sides = assignment.split("=", -1);
                    int index = index(sides[0]);
                    state[index] =
                            index == APSR ? flags(sides[1]) : Integer.parseUnsignedInt(sides[1].replace("0x", ""), 16);
                }
            }
        }

        private static int index(String name) {
            if (name.startsWith("[")) {
                return WORDS + Integer.parseInt(name.substring(1, name.length() - 1), 16) / 4;
            }
            return switch (name) {
                case "flags" -> APSR;
                case "fpscr" -> FPSCR;
                case "lr" -> LR;
                default -> (name.charAt(0) == 'r' ? R0 : 0) + Integer.parseInt(name.substring(1));
            };
        }

        /** Letters of N Z C V Q, and GE as a hexadecimal digit after a colon. */
        private static int flags(String letters) {
            int result = 0;
            String[] parts = letters.split(":", -1);
            for (char letter : parts[0].toCharArray()) {
                result |= 1 << (31 - FLAGS.indexOf(letter));
            }
            return parts.length == 1 ? result : result | Integer.parseInt(parts[1], 16) << 16;
        }

        /** Returns what is not as expected; empty if all is. */
        String differences(int[] actual) {
            int[] expected = initial();
            assign(expected, after);
            StringBuilder result = new StringBuilder();
            for (int word = 0; word < expected.length; word++) {
                if (expected[word] != actual[word] && word != ENTRY) {
                    result.append(String.format(
                            Locale.ROOT,
                            "%s: expected %08X, is %08X%n",
                            Comparison.name(word),
                            expected[word],
                            actual[word]));
                }
            }
            return result.toString();
        }
    }
}
