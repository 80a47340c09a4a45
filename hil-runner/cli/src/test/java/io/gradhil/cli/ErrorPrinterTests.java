package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.LinkClosedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorPrinterTests {
    private final StringWriter err = new StringWriter();

    private int print(Exception error) {
        CommandLine line = HilCommand.commandLine();
        line.setErr(new PrintWriter(err, true));
        return new ErrorPrinter(new HilCommand()).handleExecutionException(error, line, null);
    }

    @Test
    void foreseen_error_is_its_message_and_exit_code_1() {
        int exitCode = print(new LinkClosedException("qemu", "it is gone"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(err).hasToString("The link to qemu has ended\n  Seen: it is gone\n");
    }

    @Test
    void error_that_nobody_foresaw_says_so_and_what_to_do() {
        int exitCode = print(new IllegalStateException("a bug"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(err)
                .hasToString("Unexpected error: java.lang.IllegalStateException: a bug\n"
                        + "  Do:   run again with --stacktrace and report what it prints\n");
    }

    @Test
    void argument_that_is_not_valid_is_wrong_usage() {
        assertThat(print(new IllegalArgumentException("epochs must be 1 or more: 0")))
                .isEqualTo(2);
    }
}
