package io.gradhil.suites;

import static org.assertj.core.api.Assertions.fail;

import io.gradhil.reference.data.Ccpp;
import org.junit.jupiter.api.Assumptions;

/** For tests that state facts of the real CCPP file. */
public final class RealData {
    private RealData() {}

    /** Skips the test on the synthetic set, saying so; in CI, where the file has to be, it fails. */
    public static void require(Ccpp ccpp) {
        if (ccpp.synthetic() && "true".equals(System.getenv("CI"))) {
            fail("CI needs the real CCPP file, but there is only: %s", ccpp.describe());
        }
        Assumptions.assumeFalse(ccpp.synthetic(), () -> "states facts of the real file: " + ccpp.describe());
    }
}
