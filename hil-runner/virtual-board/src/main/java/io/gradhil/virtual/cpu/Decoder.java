package io.gradhil.virtual.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the row of the decode table for an instruction. */
final class Decoder {
    private static final Encoding UNDEFINED_16 =
            Encoding.of("UNDEFINED, 16 bits", "iiiiiiiiiiiiiiii", Op.UDF, Immediate.PLAIN);
    private static final Encoding UNDEFINED_32 =
            Encoding.of("UNDEFINED, 32 bits", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", Op.UDF, Immediate.PLAIN);
    private static final Encoding[][] NARROW = index(Encodings16.ROWS, 10, 64);
    private static final Encoding[][] WIDE = index(wideRows(), 20, 4096);

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
        Encoding encoding =
                wide ? find(WIDE[raw >>> 20], raw, UNDEFINED_32) : find(NARROW[raw >>> 10], raw, UNDEFINED_16);
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

    /** Sorts rows by their top bits, keeping their order. */
    private static Encoding[][] index(List<Encoding> rows, int shift, int buckets) {
        List<List<Encoding>> sorted = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            sorted.add(new ArrayList<>(2));
        }
        for (Encoding row : rows) {
            int mask = row.mask() >>> shift;
            int free = ~mask & buckets - 1;
            int bits = 0;
            do {
                sorted.get(row.value() >>> shift | bits).add(row);
                bits = (bits | ~free) + 1 & free;
            } while (bits != 0);
        }
        return sorted.stream().map(list -> list.toArray(Encoding[]::new)).toArray(Encoding[][]::new);
    }
}
