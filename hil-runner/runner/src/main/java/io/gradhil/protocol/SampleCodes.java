package io.gradhil.protocol;

import io.gradhil.reference.Standardisation;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Samples as codes of 16 bits, of which a board makes the same float32 bits: {@code firmware/PROTOCOL.md}, SCALE. Each column has a
 * scale and an offset, each of them the sum of two floats, the second what rounding took from the first. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SampleCodes {
    /** Columns that one SCALE frame describes. */
    public static final int MAX_COLUMNS = (FrameCodec.MAX_PAYLOAD - 4) / (4 * Float.BYTES);

    private static final int LARGEST = 0xFFFF;

    private final Column[] columns;

    private record Column(float scale, float scaleLow, float offset, float offsetLow) {
        static Column of(double scale, double offset) {
            float roundedScale = (float) scale;
            float roundedOffset = (float) offset;
            return new Column(
                    roundedScale, (float) (scale - roundedScale), roundedOffset, (float) (offset - roundedOffset));
        }

        /** The firmware's scale_apply, operation by operation. */
        float value(int code) {
            float c = code;
            float p = c * scale;
            float e = Math.fma(c, scale, -p);
            e = Math.fma(c, scaleLow, e);
            float s = offset + p;
            float b = s - offset;
            float t = (offset - (s - b)) + (p - b);
            t = t + (e + offsetLow);
            return s + t;
        }

        /** Returns the only code that may stand for a value; it need not be one. */
        double nearest(float value) {
            return Math.rint((value - ((double) offset + offsetLow)) / ((double) scale + scaleLow));
        }
    }

    private SampleCodes(Column... columns) {
        if (columns.length > MAX_COLUMNS) {
            throw new IllegalArgumentException(columns.length + " columns; codes are for at most " + MAX_COLUMNS);
        }
        this.columns = columns;
    }

    /**
     * Returns codes that count the steps of each column's decimals from the smallest one on.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_COLUMNS} columns
     */
    public static SampleCodes of(Standardisation made) {
        Column[] columns = new Column[made.columns()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Column.of(made.scale(c), made.offset(c));
        }
        return new SampleCodes(columns);
    }

    /** Returns codes of a single column. */
    static SampleCodes ofColumn(float scale, float scaleLow, float offset, float offsetLow) {
        return new SampleCodes(new Column(scale, scaleLow, offset, offsetLow));
    }

    /** Returns how many numbers a sample has. */
    public int columns() {
        return columns.length;
    }

    /** Returns what a board makes of a code, 0 to 65535. */
    public float value(int column, int code) {
        return columns[column].value(code);
    }

    /**
     * Returns the codes of samples, or nothing if a board would make other bits of one of them.
     *
     * @param values (B, columns) row-major; not modified
     */
    public Optional<short[]> encode(float[] values) {
        short[] codes = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            Column column = columns[i % columns.length];
            double code = column.nearest(values[i]);
            boolean inRange = code >= 0 && code <= LARGEST;
            if (!inRange || Float.floatToRawIntBits(column.value((int) code)) != Float.floatToRawIntBits(values[i])) {
                return Optional.empty();
            }
            codes[i] = (short) (int) code;
        }
        return Optional.of(codes);
    }

    /** Writes the payload of SCALE. */
    void putScales(ByteBuffer payload) {
        payload.putInt(0);
        for (Column column : columns) {
            payload.putFloat(column.scale)
                    .putFloat(column.scaleLow)
                    .putFloat(column.offset)
                    .putFloat(column.offsetLow);
        }
    }
}
