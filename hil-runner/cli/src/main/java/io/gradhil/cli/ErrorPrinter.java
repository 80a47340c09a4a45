package io.gradhil.cli;

import io.gradhil.core.HilException;
import io.gradhil.core.UnknownBoardException;
import io.gradhil.reference.data.CcppException;
import io.gradhil.reference.error.Float32RangeException;
import io.gradhil.training.TrainingDivergedException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints what went wrong in words; the stack trace only on request, or if the error is one that nobody foresaw. */
final class ErrorPrinter implements IExecutionExceptionHandler {
    private final HilCommand command;

    ErrorPrinter(HilCommand command) {
        this.command = command;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine line, ParseResult result) {
        PrintWriter err = line.getErr();
        boolean foreseen = error instanceof HilException
                || error instanceof CcppException
                || error instanceof Float32RangeException
                || error instanceof TrainingDivergedException
                || error instanceof IllegalArgumentException;
        err.println((foreseen ? "" : "Unexpected error: ") + (foreseen ? error.getMessage() : error.toString()));
        if (command.stacktrace()) {
            error.printStackTrace(err);
        } else if (!foreseen) {
            err.println("  Do:   run again with --stacktrace and report what it prints");
        }
        err.flush();
        boolean usage = error instanceof IllegalArgumentException || error instanceof UnknownBoardException;
        return usage ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
}
