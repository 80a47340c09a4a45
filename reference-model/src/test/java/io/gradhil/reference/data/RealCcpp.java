package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The real data set, for tests that state facts of it. */
public final class RealCcpp {

    private RealCcpp() {}

    /** Skips the test where the real data set is missing; where the environment says CI=true, fails it. */
    public static Ccpp orSkip() {
        Ccpp data = Ccpp.find();
        if (data.synthetic()) {
            String reason = "This test needs the real data set. " + data.describe();
            if ("true".equals(System.getenv("CI"))) {
                fail(reason);
            }
            abort(reason);
        }
        return data;
    }

    static List<String> rowsOrSkip() {
        Ccpp data = orSkip();
        return IntStream.range(0, data.size()).mapToObj(i -> text(data.row(i))).toList();
    }

    private static String text(double[] row) {
        return String.join(
                ",",
                Arrays.stream(row)
                        .mapToObj(value -> CcppCsv.canonical(BigDecimal.valueOf(value)))
                        .toList());
    }
}
