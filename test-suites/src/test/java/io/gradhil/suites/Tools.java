package io.gradhil.suites;

import static org.assertj.core.api.Assertions.fail;

import io.gradhil.process.ToolProcess;
import org.junit.jupiter.api.Assumptions;

/** For tests that need programs which a user's machine may lack. */
public final class Tools {
    private Tools() {}

    /** Skips the test where a program is missing, naming it; in CI, where all have to be, it fails. */
    public static void require(String... programs) {
        for (String program : programs) {
            boolean missing = ToolProcess.find(program).isEmpty();
            if (missing && "true".equals(System.getenv("CI"))) {
                fail("CI needs %s: see ci/setup.sh", program);
            }
            Assumptions.assumeFalse(missing, () -> "needs " + program + ", see ci/setup.sh");
        }
    }
}
