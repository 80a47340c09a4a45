package io.gradhil.virtual.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Runs blocks on two machines and finds the first instruction after which they differ. */
final class Comparison {
    private static final int MOST_EXPLAINED = 12;
    /** Random states may set any bit of FPSCR. */
    private static final int FPSCR_MASK = 0xF7C0009F;

    private final DriverImage driver;
    private final Machine judge;
    private final Machine core = new CoreMachine();
    private final List<short[]> blocks;
    private final int seed;

    Comparison(DriverImage driver, Machine judge, List<short[]> blocks, int seed) {
        this.driver = driver;
        this.judge = judge;
        this.blocks = blocks;
        this.seed = seed;
    }

    /** Executes runs 0 to {@code runs - 1}, run r being block r modulo their number, and returns those that differ. */
    List<Integer> differentRuns(int runs) {
        byte[] image = driver.build(blocks, seed, DriverImage.REPORT_HASHES, 0, runs, FPSCR_MASK);
        IntBuffer expected = words(judge.run(image));
        IntBuffer actual = words(core.run(image));
        List<Integer> different = new ArrayList<>();
        if (expected.limit() != runs || actual.limit() != runs) {
            throw new AssertionError(expected.limit() + " and " + actual.limit() + " results of " + runs);
        }
        for (int run = 0; run < runs; run++) {
            if (expected.get(run) != actual.get(run)) {
                different.add(run);
            }
        }
        return different;
    }

    /** Returns one line for each of the first runs that differ: the instruction, and what it left on both machines. */
    String explain(List<Integer> runs) {
        StringBuilder text = new StringBuilder("seed " + seed + ", " + runs.size() + " runs differ\n");
        runs.stream().limit(MOST_EXPLAINED).forEach(run -> text.append(explain(run))
                .append('\n'));
        return text.toString();
    }

    private String explain(int run) {
        short[] block = blocks.get(run % blocks.size());
        int[] ends = ends(block);
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.equals(state(judge, run, ends[middle]), state(core, run, ends[middle]))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int start = low == 0 ? 0 : ends[low - 1];
        int[] before = state(judge, run, start);
        int[] expected = state(judge, run, ends[low]);
        int[] actual = state(core, run, ends[low]);
        return String.format(Locale.ROOT, "run %d, half-word %d: ", run, start)
                + text(block, start, ends[low])
                + differences(before, expected, actual);
    }

    private static String text(short[] block, int start, int end) {
        StringBuilder result = new StringBuilder();
        for (int at = start; at < end; ) {
            Instruction instruction = at(block, at);
            result.append(instruction).append("; ");
            at += instruction.size / 2;
        }
        return result.toString();
    }

    private static String differences(int[] before, int[] expected, int[] actual) {
        StringBuilder result = new StringBuilder();
        for (int word = 0; word < expected.length; word++) {
            if (expected[word] != actual[word]) {
                result.append(String.format(
                        Locale.ROOT,
                        "%n    %s: was %08X, expected %08X, is %08X",
                        StateWords.name(word),
                        before[word],
                        expected[word],
                        actual[word]));
            }
        }
        result.append(String.format(Locale.ROOT, "%n    before:"));
        for (int word = 0; word < StateWords.MEMORY; word++) {
            result.append(String.format(Locale.ROOT, " %s=%08X", StateWords.name(word), before[word]));
        }
        return result.toString();
    }

    private int[] state(Machine machine, int run, int halfWords) {
        int index = run % blocks.size();
        // The branch to the end replaces what follows; what lies behind keeps its place.
        byte[] image = driver.build(blocks, seed, run, run, run + 1, FPSCR_MASK);
        int offset = DriverImage.addresses(blocks)[index] - 0x08000000 + 2 * halfWords;
        DriverImage.branchToEnd(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN), offset);
        int[] result = new int[DriverImage.STATE_WORDS];
        words(machine.run(image)).get(result);
        return result;
    }

    /** Returns where instructions end that can be cut behind: not within an IT block, not before what is branched over. */
    private static int[] ends(short[] block) {
        List<Integer> ends = new ArrayList<>();
        int protectedUntil = 0;
        for (int at = 0; at < block.length; ) {
            Instruction i = at(block, at);
            int next = at + i.size / 2;
            protectedUntil = Math.max(protectedUntil, next);
            if (i.op == Op.IT) {
                int end = next;
                for (int k = Integer.numberOfTrailingZeros(i.imm & 15); k < 4; k++) {
                    end += at(block, end).size / 2;
                }
                protectedUntil = Math.max(protectedUntil, end);
            } else if (i.op == Op.TBB || i.op == Op.TBH) {
                protectedUntil = Math.max(protectedUntil, next + 4);
                next += 2;
            } else if (i.op.cost() == Timing.Cost.PLAIN
                    && i.op.ordinal() >= Op.B_CONDITIONAL.ordinal()
                    && i.op.ordinal() < Op.IT.ordinal()) {
                protectedUntil = Math.max(protectedUntil, next + 4);
            }
            if (next >= protectedUntil) {
                ends.add(next);
            }
            at = next;
        }
        ends.add(block.length);
        return ends.stream()
                .filter(end -> end <= block.length)
                .mapToInt(Integer::intValue)
                .distinct()
                .toArray();
    }

    private static Instruction at(short[] block, int index) {
        int first = block[index] & 0xFFFF;
        boolean wide = Decoder.isWide(first) && index + 1 < block.length;
        return Decoder.decode(wide ? first << 16 | block[index + 1] & 0xFFFF : first, wide);
    }

    private static IntBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }
}
