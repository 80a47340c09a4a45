package io.gradhil.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gradhil.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/** Serves a run's page on this machine only, while the run goes on; the page asks for what is new each second. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class PageServer implements AutoCloseable {
    /** A reader who has asked within this time is still there. */
    private static final Duration READER = Duration.ofSeconds(3);

    private static final String SCRIPT = """
            <script>
            const ask = async () => {
              try {
                const text = await (await fetch("main")).text();
                document.querySelector("main").outerHTML = text;
              } catch (gone) {
                return;
              }
              if (document.querySelector("main").dataset.finished !== "true") setTimeout(ask, 1000);
            };
            setTimeout(ask, 1000);
            </script>""";

    private final HttpServer server;
    private final RunRecord run;
    private final RunPage page;
    private final CountDownLatch lastShown = new CountDownLatch(1);
    private volatile Deadline reader = Deadline.after(Duration.ZERO);

    private PageServer(HttpServer server, RunRecord run) {
        this.server = server;
        this.run = run;
        this.page = new RunPage(run);
        server.createContext("/", this::answer);
    }

    /**
     * Starts to serve, at a port that is free.
     *
     * @throws IOException if there is none
     */
    public static PageServer start(RunRecord run) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        PageServer started = new PageServer(HttpServer.create(new InetSocketAddress(here, 0), 0), run);
        started.server.start();
        return started;
    }

    /** Returns where the page is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean last = run.look(run::finished);
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> send(exchange, 200, page.html(SCRIPT));
                case "/main" -> send(exchange, 200, page.main());
                default -> send(exchange, 404, "There is only /");
            }
            reader = Deadline.after(READER);
            if (last) {
                lastShown.countDown();
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String html) throws IOException {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Ends the server; a reader who is there is shown the end first. */
    @Override
    public void close() {
        try {
            if (!reader.expired()) {
                lastShown.await(READER.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
    }
}
