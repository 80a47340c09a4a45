package io.gradhil.reference.data;

import io.gradhil.reference.data.CcppSource.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for the data set, place by place, and remembers what it looked for in vain. */
final class CcppFinder {

    /** System property: a file, or {@link #SYNTHETIC}. */
    static final String PROPERTY = "hil.ccpp";

    static final String SYNTHETIC = "synthetic";

    private final CcppPlaces places;
    private final CcppDownload download;
    private final List<String> absent = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    CcppFinder(CcppPlaces places, CcppDownload download) {
        this.places = places;
        this.download = download;
    }

    static CcppFinder standard() {
        return new CcppFinder(CcppPlaces.ofThisMachine(), CcppDownload.standard());
    }

    Ccpp find() {
        if (places.explicit().isPresent()) {
            return explicit(places.explicit().get());
        }
        return cached().or(this::shared).or(this::downloaded).orElseGet(this::synthetic);
    }

    private Ccpp explicit(String value) {
        if (value.equals(SYNTHETIC)) {
            problems.add(PROPERTY + " asks for it");
            return synthetic();
        }
        Path file = Path.of(value);
        return checked(Kind.EXPLICIT, file.toString(), read(file));
    }

    /** A cache that is damaged is passed over; the next download replaces it. */
    private Optional<Ccpp> cached() {
        Path file = places.cache();
        if (!Files.exists(file)) {
            absent.add("no file " + file);
            return Optional.empty();
        }
        try {
            return Optional.of(checked(Kind.CACHE, file.toString(), read(file)));
        } catch (CcppException e) {
            problems.add("cache passed over: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Ccpp> shared() {
        for (Path file : places.shared()) {
            if (Files.exists(file)) {
                return Optional.of(checked(Kind.SHARED, file.toString(), read(file)));
            }
        }
        absent.add("no file " + places.shared().get(0));
        return Optional.empty();
    }

    private Optional<Ccpp> downloaded() {
        String address = download.address().toString();
        try {
            String csv = CcppWorkbook.toCsv(download.fetch());
            List<String> rows = CcppCsv.parse(address, csv);
            CcppDigest.verify(address, rows);
            cache(CcppCsv.text(rows));
            return Optional.of(new Ccpp(rows, source(Kind.DOWNLOAD, address)));
        } catch (IOException | CcppException e) {
            problems.add("download of " + address + " failed: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Other processes see the whole file or none. A cache that cannot be written costs the next run a download, no more. */
    private void cache(String csv) {
        Path file = places.cache();
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, csv.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            problems.add("not cached: " + e);
        }
    }

    private Ccpp synthetic() {
        return new Ccpp(SyntheticCcpp.rows(), source(Kind.SYNTHETIC, ""));
    }

    private Ccpp checked(Kind kind, String location, String csv) {
        List<String> rows = CcppCsv.parse(location, csv);
        CcppDigest.verify(location, rows);
        return new Ccpp(rows, source(kind, location));
    }

    private CcppSource source(Kind kind, String location) {
        List<String> remarks = new ArrayList<>(kind == Kind.SYNTHETIC ? absent : List.of());
        remarks.addAll(problems);
        return new CcppSource(kind, location, String.join("; ", remarks));
    }

    /** Bytes that are not ASCII cannot be part of a number; ISO 8859-1 lets every byte pass to the parser, which names the place. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new CcppUnreadableException(file.toString(), "it does not exist");
        } catch (IOException e) {
            throw new CcppUnreadableException(file.toString(), e.toString());
        }
    }
}
