package io.gradhil.testing;

import io.gradhil.process.ToolProcess;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests need: where the CI runs they must be there, elsewhere the test is skipped with the reason. */
public final class Tools {
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private Tools() {}

    /** Tells whether a program is on the PATH. */
    static boolean has(String program) {
        return ToolProcess.find(program).isPresent();
    }

    /** Goes on only if all programs are on the PATH. */
    public static void need(String... programs) {
        for (String program : programs) {
            if (has(program)) {
                continue;
            }
            if (CI) {
                Assertions.fail(program + " is missing; the CI installs it with ci/setup.sh");
            }
            Assumptions.abort(program + " is missing; ci/setup.sh installs it");
        }
    }
}
