package io.gradhil.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfSymbols;
import io.gradhil.firmware.Firmware;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.testing.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cycles that the virtual board spends on each instruction of the kernels, against the tables of the Cortex-M4 TRM (3.3.1, 7.2.3), which are
 * written here a second time and applied to the disassembler's listing: what an instruction is and costs comes from two sources.
 */
class TimingTableTests {
    private static final Pattern LINE = Pattern.compile("\\s*([0-9a-f]+):\\t(\\S+)(?:\\t(.*))?");
    private static final Pattern FP_REGISTERS = Pattern.compile("s(\\d+)(?:-s(\\d+))?");

    /** Their cycles depend on what is beside them or on where they go: loads and stores of one core register, branches. */
    private static final Set<String> NOT_JUDGED = Set.of("ldr", "str", "b", "bl", "blx", "bx", "cbz", "cbnz");

    private record Line(int address, String mnemonic, String operands) {
        String name() {
            String name = mnemonic.replaceAll("\\.(w|n|f32)$", "");
            return name.matches("b(eq|ne|cc|cs|hi|ls|lt|le|gt|ge|mi|pl)") ? "b" : name;
        }

        boolean isFpArithmetic() {
            return name().matches("v(add|sub|mul|fma|nmul|div|cmp|cmpe)");
        }

        /** Numbers of the FP registers; the first is the result, if the instruction has one. */
        List<Integer> fpRegisters() {
            List<Integer> numbers = new ArrayList<>();
            Matcher matcher = FP_REGISTERS.matcher(operands);
            while (matcher.find()) {
                int first = Integer.parseInt(matcher.group(1));
                int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
                IntStream.rangeClosed(first, last).forEach(numbers::add);
            }
            return numbers;
        }

        int registersInBraces() {
            String list = operands.substring(operands.indexOf('{') + 1, operands.indexOf('}'));
            return Arrays.stream(list.split(","))
                            .mapToInt(part -> {
                                String[] ends =
                                        part.strip().replaceAll("[rsd]", "").split("-");
                                return ends.length == 1 ? 1 : Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
                            })
                            .sum()
                    * (list.startsWith("d") ? 2 : 1);
        }

        int tableCycles() {
            return switch (name()) {
                case "vldmia", "vstmia", "vpush", "vpop", "ldmia", "stmia", "push" -> 1 + registersInBraces();
                case "vldr", "vstr" -> 2;
                case "ldrd", "strd" -> 3;
                case "vfma" -> 3;
                case "vmov" -> fpRegisters().size() == 2 && operands.matches(".*r\\d+, r\\d+") ? 2 : 1;
                default -> 1;
            };
        }
    }

    /** Tells whether an instruction costs a cycle more because it uses what the one before has computed (7.2.3). */
    private static boolean stalls(Line previous, Line line) {
        if (!previous.isFpArithmetic() || previous.name().startsWith("vcmp") || !line.isFpArithmetic()) {
            return false;
        }
        List<Integer> registers = line.fpRegisters();
        List<Integer> sources = line.name().matches("vfma|vcmp") ? registers : registers.subList(1, registers.size());
        return sources.contains(previous.fpRegisters().get(0));
    }

    /** Tells the same of a store of the result too, but not of the sum that a VFMA adds to, which it needs late. */
    private static boolean waits(Line previous, Line line) {
        if (line.name().equals("vstr") || line.name().equals("vfma")) {
            List<Integer> registers = line.fpRegisters();
            List<Integer> sources = line.name().equals("vfma") ? registers.subList(1, registers.size()) : registers;
            return previous.isFpArithmetic()
                    && sources.contains(previous.fpRegisters().get(0));
        }
        return stalls(previous, line);
    }

    private static List<Line> listing(FirmwareImage image, String function) throws IOException {
        Process objdump = new ProcessBuilder(
                        "arm-none-eabi-objdump",
                        "-d",
                        "--no-show-raw-insn",
                        "--disassemble=" + function,
                        image.path().toString())
                .start();
        try {
            return new String(objdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> new Line(
                            Integer.parseUnsignedInt(line.group(1), 16),
                            line.group(2),
                            line.group(3) == null ? "" : line.group(3)))
                    .toList();
        } finally {
            objdump.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "f411re, tiled_forward, 60",
        "f411re, tiled_gradient, 100",
        "f411re, tiled_hand_back, 150",
        "f411re, nn_sgd_step, 27",
        "f411re, nn_activation_forward, 14",
        "f411re-fma, tiled_forward, 40",
        "f411re-fma, tiled_gradient, 50",
        "f411re-fma, tiled_hand_back, 120",
    })
    void each_instruction_takes_the_cycles_of_the_table(String preset, String function, int atLeast)
            throws IOException {
        Tools.need("arm-none-eabi-gcc", "arm-none-eabi-objdump", "cmake");
        FirmwareImage image = Firmware.variant(FirmwareTarget.F411RE, preset);
        NetworkSpec spec = NetworkSpec.parse("5-12-9-4", Activation.RELU, new Sgd(0.03f));
        FirmwareCost cost = FirmwareCost.of(image, spec, 8, UpdateMode.BY_STEP);
        List<Line> listing = listing(image, function);

        List<String> differing = new ArrayList<>();
        int judged = 0;
        for (int i = 1; i < listing.size(); i++) {
            Line line = listing.get(i);
            Cost spent = cost.instructions().get(line.address());
            if (spent != null
                    && !NOT_JUDGED.contains(line.name())
                    && !line.operands().contains("pc")) {
                judged++;
                int cycles = line.tableCycles() + (waits(listing.get(i - 1), line) ? 1 : 0);
                if (spent.cycles() != spent.instructions() * cycles) {
                    differing.add(String.format(
                            "%08x %s %s: %d times, %d cycles, by the table %d each",
                            line.address(),
                            line.mnemonic(),
                            line.operands(),
                            spent.instructions(),
                            spent.cycles(),
                            cycles));
                }
            }
        }

        List<Line> loops =
                listing.stream().filter(line -> line.name().startsWith("v")).toList();
        assertThat(IntStream.range(1, loops.size()).filter(i -> stalls(loops.get(i - 1), loops.get(i))))
                .as("results that the next instruction waits for, in the loops over one row or column only")
                .hasSizeLessThanOrEqualTo(8);
        assertThat(differing)
                .as(ElfSymbols.of(image).at(listing.get(0).address()) + "")
                .isEmpty();
        assertThat(judged).isGreaterThanOrEqualTo(atLeast);
    }
}
