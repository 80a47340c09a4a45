package io.gradhil.reference.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/** Converts the archive that UCI publishes: a zip with a workbook, whose first sheet holds the rows in their original order. */
final class CcppWorkbook {

    static final String ENTRY = "CCPP/Folds5x2_pp.xlsx";

    /** The real workbook has 3.7 MB. */
    static final int MAX_WORKBOOK_BYTES = 32 << 20;

    /** A few more than there should be, so that too many are seen as such. */
    private static final int MAX_ROWS = 2 * CcppCsv.ROWS;

    /** Decimals in the original. */
    private static final int DECIMALS = 2;

    /** A workbook may hold 1024.07 as 1024.0699999999999: far less than this away, and any true difference is far more. */
    private static final BigDecimal BINARY_NOISE = new BigDecimal("1e-9");

    private CcppWorkbook() {}

    /** Gives the CSV text of the first sheet; its content is not checked here. */
    static String toCsv(byte[] archive) throws IOException {
        byte[] bytes = workbook(archive);
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(bytes));
                Stream<Row> rows = workbook.getFirstSheet().openStream()) {
            StringBuilder csv = new StringBuilder();
            rows.limit(MAX_ROWS).forEach(row -> csv.append(line(row)).append('\n'));
            return csv.toString();
        } catch (IOException | RuntimeException e) {
            // The reader answers damaged files with many kinds of exception.
            throw new IOException(ENTRY + " is no readable workbook: " + e.getMessage(), e);
        }
    }

    private static byte[] workbook(byte[] archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(ENTRY)) {
                    byte[] bytes = zip.readNBytes(MAX_WORKBOOK_BYTES + 1);
                    if (bytes.length > MAX_WORKBOOK_BYTES) {
                        throw new IOException(ENTRY + " has more than " + MAX_WORKBOOK_BYTES + " bytes");
                    }
                    return bytes;
                }
            }
        }
        throw new IOException("it is no zip file with " + ENTRY);
    }

    private static String line(Row row) {
        List<String> cells = new ArrayList<>();
        for (Cell cell : row) {
            cells.add(cell == null ? "" : text(cell));
        }
        return String.join(",", cells);
    }

    private static String text(Cell cell) {
        return cell.getValue() instanceof BigDecimal number ? CcppCsv.canonical(withoutNoise(number)) : cell.getText();
    }

    private static BigDecimal withoutNoise(BigDecimal number) {
        BigDecimal rounded = number.setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.subtract(number).abs().compareTo(BINARY_NOISE) < 0 ? rounded : number;
    }
}
