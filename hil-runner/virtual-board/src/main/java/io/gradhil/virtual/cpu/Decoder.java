package io.gradhil.virtual.cpu;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the row of the decode table for an instruction. */
final class Decoder {
    private static final Encoding UNDEFINED_16 =
            Encoding.of("UNDEFINED, 16 bits", "iiiiiiiiiiiiiiii", Op.UDF, Immediate.PLAIN);
    private static final Encoding UNDEFINED_32 =
            Encoding.of("UNDEFINED, 32 bits", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", Op.UDF, Immediate.PLAIN);
    /** Rows by the top bits of the instruction, found when they are first asked for. */
    private static final @Nullable Encoding[][] NARROW = new Encoding[64][];

    private static final @Nullable Encoding[][] WIDE = new Encoding[4096][];
    private static final int NARROW_SHIFT = 10;
    private static final int WIDE_SHIFT = 20;

    private Decoder() {}

    /** Returns every row. */
    static List<Encoding> rows() {
        return Stream.concat(Encodings16.ROWS.stream(), wideRows().stream()).toList();
    }

    /** Tells whether a half-word is the first of a 32-bit instruction (A5.1). */
    static boolean isWide(int halfWord) {
        return halfWord >>> 11 >= 0x1D;
    }

    /** Decodes; an instruction of 32 bits has its first half-word on top. */
    static Instruction decode(int raw, boolean wide) {
        Encoding encoding = wide
                ? find(candidates(WIDE, raw, WIDE_SHIFT, true), raw, UNDEFINED_32)
                : find(candidates(NARROW, raw, NARROW_SHIFT, false), raw, UNDEFINED_16);
        return new Instruction(encoding, raw, false);
    }

    private static Encoding find(Encoding[] candidates, int raw, Encoding undefined) {
        for (Encoding encoding : candidates) {
            if (encoding.matches(raw)) {
                return encoding;
            }
        }
        return undefined;
    }

    private static List<Encoding> wideRows() {
        return Stream.of(Encodings32.ROWS, EncodingsLoadStore.ROWS, EncodingsRegister.ROWS, EncodingsFp.ROWS)
                .flatMap(List::stream)
                .toList();
    }

    private static synchronized Encoding[] candidates(@Nullable Encoding[][] index, int raw, int shift, boolean wide) {
        int bucket = raw >>> shift;
        Encoding[] found = index[bucket];
        if (found == null) {
            List<Encoding> rows = wide ? wideRows() : Encodings16.ROWS;
            found = rows.stream()
                    .filter(row -> (bucket & row.mask() >>> shift) == row.value() >>> shift)
                    .toArray(Encoding[]::new);
            index[bucket] = found;
        }
        return found;
    }
}
