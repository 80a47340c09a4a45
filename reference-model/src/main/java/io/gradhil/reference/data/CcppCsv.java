package io.gradhil.reference.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and writes the canonical CSV: the header {@code AT,V,AP,RH,PE}, LF line ends, numbers as in the original workbook (no
 * exponent, no trailing zeros).
 */
final class CcppCsv {

    /** Ambient temperature (deg C), exhaust vacuum (cm Hg), ambient pressure (mbar), relative humidity (%), output (MW). */
    static final List<String> COLUMNS = List.of("AT", "V", "AP", "RH", "PE");

    /** Number of rows of the data set. */
    static final int ROWS = 9568;

    private static final int LARGEST_EXPONENT = 30;

    private CcppCsv() {}

    /**
     * Reads rows whose columns may stand in any order, among others.
     *
     * @param file named in messages
     * @param text with any line ends
     * @return each row in canonical form, at least {@link #ROWS}
     * @throws CcppFormatException if a column is missing, a value is no finite number or there are too few rows
     */
    static List<String> parse(String file, String text) {
        List<String> lines = text.lines().toList();
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0));
        int[] places = places(file, header);
        List<String> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row(file, i + 1, cells(lines.get(i)), places));
            }
        }
        if (rows.size() < ROWS) {
            throw CcppFormatException.tooFewRows(file, Math.max(1, lines.size()), rows.size());
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static int[] places(String file, List<String> header) {
        int[] places = new int[COLUMNS.size()];
        for (int c = 0; c < places.length; c++) {
            places[c] = header.indexOf(COLUMNS.get(c));
            if (places[c] < 0) {
                throw CcppFormatException.missingColumn(file, COLUMNS.get(c));
            }
        }
        return places;
    }

    private static String row(String file, int line, List<String> cells, int[] places) {
        List<String> row = new ArrayList<>();
        for (int c = 0; c < places.length; c++) {
            if (places[c] >= cells.size()) {
                throw CcppFormatException.missingValue(file, line, COLUMNS.get(c));
            }
            row.add(number(file, line, COLUMNS.get(c), cells.get(places[c])));
        }
        return String.join(",", row);
    }

    private static String number(String file, int line, String column, String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
                throw CcppFormatException.notANumber(file, line, column, text);
            }
            return canonical(number);
        } catch (NumberFormatException e) {
            throw CcppFormatException.notANumber(file, line, column, text);
        }
    }

    static String canonical(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** Writes the canonical CSV. */
    static String text(List<String> canonicalRows) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        canonicalRows.forEach(row -> text.append(row).append('\n'));
        return text.toString();
    }

    /** Converts canonical rows to numbers, (rows, 5) row-major. */
    static double[] values(List<String> canonicalRows) {
        return canonicalRows.stream()
                .flatMap(row -> Arrays.stream(row.split(",")))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
