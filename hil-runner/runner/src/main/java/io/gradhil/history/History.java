package io.gradhil.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Figures of former runs, in a text file of one line for each: time, commit, board, name, value and unit, separated by tabs, below a first
 * line {@code gradhil-history 1}. {@code hil-runner/docs/reports.md} describes it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class History {
    /** How many former values a new one is compared with. */
    public static final int COMPARED = 30;

    private static final String FORMAT = "gradhil-history";
    private static final String HEADER = FORMAT + " 1";
    private static final int FIELDS = 6;

    private record Entry(String time, String commit, String board, Figure figure) {
        String line() {
            return String.join(
                    "\t", time, commit, board, figure.name(), Double.toString(figure.value()), figure.unit());
        }

        static Optional<Entry> parse(String line) {
            String[] fields = line.split("\t", -1);
            if (fields.length != FIELDS) {
                return Optional.empty();
            }
            try {
                Figure figure = new Figure(fields[3], Double.parseDouble(fields[4]), fields[5]);
                return Optional.of(new Entry(fields[0], fields[1], fields[2], figure));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    private final Path file;
    private final Consumer<String> said;
    private final List<Entry> entries = new ArrayList<>();

    private History(Path file, Consumer<String> said) {
        this.file = file;
        this.said = said;
    }

    /**
     * Reads a history. A file that is damaged or of a newer version is kept aside and a new one begun, with all lines that could be read.
     *
     * @param file need not be there
     * @param said hears of it, in one line
     */
    public static History read(Path file, Consumer<String> said) {
        History history = new History(file, said);
        if (Files.exists(file)) {
            history.load();
        }
        return history;
    }

    private void load() {
        try {
            List<String> lines = List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n"));
            String header = lines.get(0);
            if (!header.equals(HEADER)) {
                boolean newer = header.matches(FORMAT + " \\d{1,9}");
                keepAside(newer ? "of a newer version, \"" + header + "\"" : "no history of figures");
                return;
            }
            List<String> body = lines.subList(1, lines.size());
            body.forEach(line -> Entry.parse(line).ifPresent(entries::add));
            if (entries.size() < body.size()) {
                keepAside("damaged in " + (body.size() - entries.size()) + " of " + body.size() + " lines");
                rewrite();
            }
        } catch (IOException e) {
            said.accept("The history " + file + " cannot be read, the run goes on without: " + e);
        }
    }

    private void keepAside(String reason) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".aside");
        for (int number = 2; Files.exists(aside); number++) {
            aside = file.resolveSibling(file.getFileName() + ".aside-" + number);
        }
        Files.move(file, aside);
        said.accept("The history " + file + " is " + reason + ": kept as " + aside.getFileName() + ", the run goes on");
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder(HEADER + "\n");
        entries.forEach(entry -> text.append(entry.line()).append('\n'));
        Files.writeString(file, text);
    }

    /** Returns the last values of a figure on a board, {@value #COMPARED} at most, oldest first. */
    public List<Double> last(String board, String name) {
        List<Double> values = entries.stream()
                .filter(entry ->
                        entry.board.equals(board) && entry.figure.name().equals(name))
                .map(entry -> entry.figure.value())
                .toList();
        return values.subList(Math.max(0, values.size() - COMPARED), values.size());
    }

    /** Adds the figures of a run to the file. If that fails it is said, and nothing else happens. */
    public void append(String time, String commit, String board, List<Figure> figures) {
        StringBuilder text = new StringBuilder();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            text.append(Files.exists(file) ? "" : HEADER + "\n");
            figures.forEach(figure ->
                    text.append(new Entry(time, commit, board, figure).line()).append('\n'));
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            said.accept("The history " + file + " cannot be written, the figures of this run are not kept: " + e);
        }
    }
}
