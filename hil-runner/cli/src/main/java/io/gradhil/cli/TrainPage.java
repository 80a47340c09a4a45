package io.gradhil.cli;

import io.gradhil.page.PageServer;
import io.gradhil.page.RunPage;
import io.gradhil.page.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a run's page when it has ended, and serves it meanwhile if that was asked for. What fails here is said and changes no verdict. */
final class TrainPage implements AutoCloseable {
    private final RunRecord run;
    private final Path file;
    private final PrintWriter err;
    private final @Nullable PageServer server;

    private TrainPage(RunRecord run, Path file, PrintWriter err, @Nullable PageServer server) {
        this.run = run;
        this.file = file;
        this.err = err;
        this.server = server;
    }

    static TrainPage start(RunRecord run, Path file, boolean live, TrainOutput output, PrintWriter err) {
        PageServer server = null;
        if (live) {
            try {
                server = PageServer.start(run);
                output.live(server.address());
            } catch (IOException e) {
                err.println("The live page is not served: " + e);
            }
        }
        return new TrainPage(run, file, err, server);
    }

    /** Writes the page and returns whether it is there. */
    boolean write() {
        try {
            new RunPage(run).write(file);
            return true;
        } catch (IOException e) {
            err.println(
                    "The page " + file + " is not written: " + e.getClass().getSimpleName() + ", " + e.getMessage());
            err.flush();
            return false;
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
