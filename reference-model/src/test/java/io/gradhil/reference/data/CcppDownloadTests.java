package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CcppDownloadTests {

    private static final Duration PLENTY = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private HttpServer server;
    private Path cache;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        cache = directory.resolve("new/ccpp.csv");
    }

    @AfterEach
    void stopServer() {
        testIsOver.countDown();
        server.stop(0);
    }

    @Test
    void downloaded_rows_are_converted_and_verified() throws IOException {
        serve(archive(RealCcpp.rowsOrSkip(), CcppWorkbook.ENTRY));

        assertThat(find(PLENTY).describe()).isEqualTo("CCPP: 9568 rows from " + address() + " (a download)");
    }

    @Test
    void downloaded_rows_are_cached_as_canonical_csv() throws IOException {
        List<String> rows = RealCcpp.rowsOrSkip();
        serve(archive(rows, CcppWorkbook.ENTRY));

        find(PLENTY);

        assertThat(cache).hasContent(CcppCsv.text(rows));
        assertThat(cache.getParent()).isDirectoryNotContaining(file -> !file.equals(cache));
    }

    @Test
    void a_cache_that_cannot_be_written_is_only_mentioned() throws IOException {
        Files.writeString(directory.resolve("new"), "a file where a directory should be");
        serve(archive(RealCcpp.rowsOrSkip(), CcppWorkbook.ENTRY));

        assertThat(find(PLENTY).describe())
                .startsWith("CCPP: 9568 rows from " + address() + " (a download); not cached: ");
    }

    @Test
    void a_workbook_is_converted_to_the_rows_it_holds() throws IOException {
        List<String> rows = SyntheticCcpp.rows();

        String csv = CcppWorkbook.toCsv(archive(rows, CcppWorkbook.ENTRY));

        assertThat(CcppCsv.parse("a.zip", csv)).isEqualTo(rows);
    }

    @Test
    void other_rows_are_not_used_and_not_cached() throws IOException {
        serve(archive(SyntheticCcpp.rows(), CcppWorkbook.ENTRY));

        assertThat(reasonOfFailure(PLENTY))
                .startsWith(address() + " is not the CCPP data set: the SHA-256 of its rows is ");
        assertThat(cache).doesNotExist();
    }

    @Test
    void a_missing_page_is_named() {
        serve(exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });

        assertThat(reasonOfFailure(PLENTY)).isEqualTo("HTTP status 404");
    }

    @Test
    void what_is_no_zip_file_is_named() {
        serve("<html>Please log in.</html>".getBytes(StandardCharsets.US_ASCII));

        assertThat(reasonOfFailure(PLENTY)).isEqualTo("it is no zip file with CCPP/Folds5x2_pp.xlsx");
    }

    @Test
    void a_zip_file_without_the_workbook_is_named() throws IOException {
        serve(archive(List.of(), "readme.xlsx"));

        assertThat(reasonOfFailure(PLENTY)).isEqualTo("it is no zip file with CCPP/Folds5x2_pp.xlsx");
    }

    @Test
    void a_workbook_that_cannot_be_read_is_named() throws IOException {
        serve(zip(CcppWorkbook.ENTRY, new byte[] {1, 2, 3}));

        assertThat(reasonOfFailure(PLENTY)).startsWith("CCPP/Folds5x2_pp.xlsx is no readable workbook: ");
    }

    @Test
    void a_download_cut_short_is_named() throws IOException {
        byte[] archive = archive(SyntheticCcpp.rows(), CcppWorkbook.ENTRY);
        serve(Arrays.copyOf(archive, archive.length / 2));

        assertThat(reasonOfFailure(PLENTY)).isNotBlank();
    }

    @Test
    void a_download_without_end_is_given_up() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 20];
            while (testIsOver.getCount() > 0) {
                exchange.getResponseBody().write(chunk);
            }
        });

        assertThat(reasonOfFailure(PLENTY)).isEqualTo("IOException: more than 16777216 bytes");
    }

    @Test
    void a_server_that_stalls_is_given_up_at_the_deadline() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            awaitEndOfTest();
        });

        assertThat(reasonOfFailure(Duration.ofMillis(500))).isEqualTo("not finished within 500 ms");
    }

    private void awaitEndOfTest() {
        try {
            testIsOver.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String reasonOfFailure(Duration timeout) {
        Ccpp data = find(timeout);
        String start = "; download of " + address() + " failed: ";
        assertThat(data.synthetic()).isTrue();
        assertThat(data.describe()).contains(start);
        return data.describe().substring(data.describe().indexOf(start) + start.length());
    }

    private Ccpp find(Duration timeout) {
        CcppPlaces places = new CcppPlaces(Optional.empty(), cache, List.of(directory.resolve("no shared file")));
        CcppDownload download = new CcppDownload(URI.create(address()), Duration.ofSeconds(3), timeout);
        return new CcppFinder(places, download).find();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/ccpp.zip";
    }

    private void serve(byte[] body) {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void serve(HttpHandler handler) {
        server.createContext("/ccpp.zip", (HttpExchange exchange) -> handler.handle(exchange));
    }

    private static byte[] archive(List<String> rows, String entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Sheet1");
            for (int c = 0; c < 5; c++) {
                sheet.value(0, c, CcppCsv.COLUMNS.get(c));
            }
            for (int r = 0; r < rows.size(); r++) {
                String[] cells = rows.get(r).split(",");
                for (int c = 0; c < 5; c++) {
                    sheet.value(r + 1, c, Double.parseDouble(cells[c]));
                }
            }
            workbook.newWorksheet("Sheet2").value(0, 0, "not looked at");
        }
        return zip(entry, bytes.toByteArray());
    }

    private static byte[] zip(String entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("CCPP/Readme.txt"));
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}
