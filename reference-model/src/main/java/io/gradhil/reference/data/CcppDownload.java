package io.gradhil.reference.data;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches the archive from its publisher.
 *
 * @param address where it is
 * @param connectTimeout for the connection
 * @param timeout for everything
 */
record CcppDownload(URI address, Duration connectTimeout, Duration timeout) {

    /** Data set 294 of the UCI Machine Learning Repository. */
    static final URI UCI = URI.create("https://archive.ics.uci.edu/static/public/294/combined+cycle+power+plant.zip");

    /** The real archive has 3.7 MB. */
    static final int MAX_ARCHIVE_BYTES = 16 << 20;

    /** A machine without network should not wait long; 4 MB need 20 s at 200 kB/s. */
    static CcppDownload standard() {
        return new CcppDownload(UCI, Duration.ofSeconds(3), Duration.ofSeconds(20));
    }

    /** Gives the archive's bytes; the exception's message says what went wrong, as a clause. */
    byte[] fetch() throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request = HttpRequest.newBuilder(address).build();
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, info -> new LimitedBody(MAX_ARCHIVE_BYTES));
        try {
            return bodyOf(response.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new IOException("not finished within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            response.cancel(true);
        }
    }

    private static byte[] bodyOf(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("HTTP status " + response.statusCode());
        }
        return response.body();
    }

    /** The JDK leaves many of these exceptions without a message. */
    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "cannot connect";
        }
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }
}
