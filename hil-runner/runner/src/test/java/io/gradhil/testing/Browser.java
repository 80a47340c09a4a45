package io.gradhil.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A headless Chromium with one page, driven over its DevTools protocol. */
public final class Browser implements AutoCloseable {
    /** Chromium's first start on a busy machine takes its time. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<String>> replies = new ConcurrentHashMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private int lastId;

    private Browser(Process process, Path profile, URI page) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Listener())
                .join();
        Stream.of("Page", "Runtime", "Log", "Network").forEach(domain -> call(domain + ".enable", ""));
    }

    /** Starts a browser; skips the test where there is none, in CI fails it. */
    public static Browser start() throws IOException, InterruptedException {
        String program = NAMES.stream().filter(Tools::has).findFirst().orElse(NAMES.get(0));
        Tools.need(program);
        Path profile = Files.createTempDirectory("browser");
        Process process = new ProcessBuilder(
                        program,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        try {
            return new Browser(process, profile, page(process));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static URI page(Process process) throws IOException, InterruptedException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> seen = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.add(line);
            Matcher port = Pattern.compile("DevTools listening on ws://127\\.0\\.0\\.1:(\\d+)/")
                    .matcher(line);
            if (port.find()) {
                drain(output);
                return page(URI.create("http://127.0.0.1:" + port.group(1) + "/json/list"));
            }
        }
        throw new IOException("Chromium ended: " + seen);
    }

    /** Chromium writes on; a full pipe would stop it. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "chromium output");
        reader.setDaemon(true);
        reader.start();
    }

    private static URI page(URI list) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(list).build();
        String pages = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        Matcher url = Pattern.compile("\"type\": \"page\".*?\"webSocketDebuggerUrl\": \"([^\"]+)\"", Pattern.DOTALL)
                .matcher(pages);
        if (!url.find()) {
            throw new IOException("Chromium has no page: " + pages);
        }
        return URI.create(url.group(1));
    }

    /** Sends a command; {@code parameters} are the inside of a JSON object. Returns the reply as it came. */
    public String call(String method, String parameters) {
        int id = ++lastId;
        CompletableFuture<String> reply = new CompletableFuture<>();
        replies.put(id, reply);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}", true);
        String text = reply.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        if (text.contains("\"error\":{\"code\"")) {
            throw new IllegalStateException(method + ": " + text);
        }
        return text;
    }

    /** Makes the page look as on a screen of that width, light or dark. */
    public void screen(int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":"
                        + (width < 600));
        call(
                "Emulation.setEmulatedMedia",
                "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]");
    }

    /** Opens a page and waits until it is there, pictures included. */
    public void open(URI address) {
        load("about:blank"); // an address that differs in its fragment only would not be loaded
        load(address.toString());
    }

    private void load(String address) {
        events.clear();
        call("Page.navigate", "\"url\":\"" + address + "\"");
        await("the page is loaded", () -> events.stream().anyMatch(event -> event.contains("Page.loadEventFired")));
    }

    /** Waits until an expression is true. */
    public void awaitTrue(String expression) {
        await(expression, () -> evaluate(expression).equals("true"));
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    /** Returns what an expression is in the page, or what its promise brings, as text. */
    public String evaluate(String expression) {
        String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        String reply = call(
                "Runtime.evaluate",
                "\"awaitPromise\":true,\"returnByValue\":true,\"expression\":\"(async () => String(await (" + quoted
                        + ")))()\"");
        int start = reply.indexOf("\"value\":\"");
        if (start < 0) {
            throw new IllegalStateException(expression + ": " + reply);
        }
        return string(reply, start + 9);
    }

    /** Reads a JSON string to its closing quote. */
    private static String string(String json, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; json.charAt(i) != '"'; i++) {
            if (json.charAt(i) != '\\') {
                text.append(json.charAt(i));
                continue;
            }
            char escaped = json.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }

    /** Saves the whole page as a picture. */
    public void screenshot(Path file) throws IOException {
        String reply = call("Page.captureScreenshot", "\"format\":\"png\",\"captureBeyondViewport\":true");
        Matcher data = Pattern.compile("\"data\":\"([^\"]+)\"").matcher(reply);
        if (!data.find()) {
            throw new IllegalStateException("no picture: " + reply);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(data.group(1)));
    }

    /** Returns the addresses that the page has asked for since it was opened, itself included. */
    public List<String> requests() {
        return events.stream()
                .filter(event -> event.contains("\"method\":\"Network.requestWillBeSent\""))
                .map(event -> first(event, "\"request\":\\{\"url\":\"([^\"]*)\""))
                .toList();
    }

    /** Returns what the page has complained of since it was opened: exceptions, errors in the console and in the log. */
    public List<String> errors() {
        return events.stream()
                .filter(event -> event.contains("\"method\":\"Runtime.exceptionThrown\"")
                        || event.contains("\"method\":\"Log.entryAdded\"") && event.contains("\"level\":\"error\"")
                        || event.contains("\"method\":\"Runtime.consoleAPICalled\"")
                                && event.contains("\"type\":\"error\""))
                .toList();
    }

    private static String first(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        return matcher.find() ? matcher.group(1) : "none in " + text;
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                file.toFile().delete(); // what Chromium still holds stays for the system to clean up
            }
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                take(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String text) {
            Matcher id = Pattern.compile("^\\{\"id\":(\\d+)").matcher(text);
            if (id.find()) {
                replies.remove(Integer.valueOf(id.group(1))).complete(text);
            } else {
                events.add(text);
            }
        }
    }
}
