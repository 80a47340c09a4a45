package io.gradhil.reference.data;

import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Says where a CCPP file is malformed. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CcppFormatException extends CcppException {

    private static final long serialVersionUID = 1;

    /** Number of the line. */
    private final int line;

    /** Name of the column. */
    private final @Nullable String column;

    private CcppFormatException(String file, int line, @Nullable String column, String problem) {
        super(file, file + ", line " + line + (column == null ? "" : ", column " + column) + ": " + problem);
        this.line = line;
        this.column = column;
    }

    static CcppFormatException missingColumn(String file, String column) {
        return new CcppFormatException(
                file, 1, column, "it is missing; the header must name " + String.join(",", CcppCsv.COLUMNS) + ".");
    }

    static CcppFormatException missingValue(String file, int line, String column) {
        return new CcppFormatException(file, line, column, "the line ends before this column.");
    }

    static CcppFormatException notANumber(String file, int line, String column, String text) {
        return new CcppFormatException(file, line, column, "\"" + text + "\" is not a finite number.");
    }

    static CcppFormatException tooFewRows(String file, int line, int rows) {
        return new CcppFormatException(
                file, line, null, "the file ends after " + rows + " rows; it must have " + CcppCsv.ROWS + ".");
    }

    /**
     * Give the number of the line.
     *
     * @return from 1, the header
     */
    public int line() {
        return line;
    }

    /**
     * Give the name of the column.
     *
     * @return one of AT, V, AP, RH and PE; empty if the line as a whole is at fault
     */
    public Optional<String> column() {
        return Optional.ofNullable(column);
    }
}
