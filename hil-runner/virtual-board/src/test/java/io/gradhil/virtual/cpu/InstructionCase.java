package io.gradhil.virtual.cpu;

import java.util.Locale;

/**
 * One line of a table of instructions: {@code "assembly | code | before | after"}. Code is what an assembler makes of it, in half-words. Before and after
 * are assignments: {@code r0=0x10 s1=3F800000 [8]=1 flags=NZCVQ fpscr=..}. Numbers are hexadecimal; {@code [8]} is the word 8 bytes into the
 * memory that r8 points to; {@code flags} lists the bits of APSR that are set, and GE as a digit after a colon. What is not mentioned before
 * is 0, what is not mentioned after must not have changed.
 */
record InstructionCase(String text, String assembly, String code, String before, String after) {
    private static final int R8 = StateWords.R0 + 8;
    private static final String FLAGS = "NZCVQ";

    static InstructionCase of(String text) {
        String[] parts = text.split("\\|", -1);
        return new InstructionCase(text, parts[0].trim(), parts[1].trim(), parts[2].trim(), parts[3].trim());
    }

    short[] halfWords() {
        String[] words = code.split(" ", -1);
        short[] result = new short[words.length];
        for (int k = 0; k < words.length; k++) {
            result[k] = (short) Integer.parseInt(words[k], 16);
        }
        return result;
    }

    int[] initial() {
        int[] state = new int[StateWords.COUNT];
        state[R8] = StateWords.MEMORY_ADDRESS;
        assign(state, before);
        return state;
    }

    /** Returns what is not as expected; empty if all is. */
    String differences(int[] actual) {
        int[] expected = initial();
        assign(expected, after);
        StringBuilder result = new StringBuilder();
        for (int word = 0; word < expected.length; word++) {
            if (expected[word] != actual[word]) {
                result.append(String.format(
                        Locale.ROOT,
                        "%s: expected %08X, is %08X%n",
                        StateWords.name(word),
                        expected[word],
                        actual[word]));
            }
        }
        return result.toString();
    }

    private static void assign(int[] state, String assignments) {
        for (String assignment : assignments.split("\\s+")) {
            if (!assignment.isEmpty()) {
                String[] sides = assignment.split("=", -1);
                state[index(sides[0])] = sides[0].equals("flags")
                        ? flags(sides[1])
                        : Integer.parseUnsignedInt(sides[1].replace("0x", ""), 16);
            }
        }
    }

    private static int index(String name) {
        if (name.startsWith("[")) {
            return StateWords.MEMORY + Integer.parseInt(name.substring(1, name.length() - 1), 16) / 4;
        }
        return switch (name) {
            case "flags" -> StateWords.APSR;
            case "fpscr" -> StateWords.FPSCR;
            case "lr" -> StateWords.LR;
            default -> (name.charAt(0) == 'r' ? StateWords.R0 : 0) + Integer.parseInt(name.substring(1));
        };
    }

    private static int flags(String letters) {
        int result = 0;
        String[] parts = letters.split(":", -1);
        for (char letter : parts[0].toCharArray()) {
            result |= 1 << (31 - FLAGS.indexOf(letter));
        }
        return parts.length == 1 ? result : result | Integer.parseInt(parts[1], 16) << 16;
    }
}
