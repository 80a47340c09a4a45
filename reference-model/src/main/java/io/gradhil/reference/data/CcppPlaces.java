package io.gradhil.reference.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Says where to look for the data set.
 *
 * @param explicit the value of {@code hil.ccpp}
 * @param cache the file in the user's cache
 * @param shared candidates for the file beside the project, nearest first, at least one
 */
record CcppPlaces(Optional<String> explicit, Path cache, List<Path> shared) {

    private static final String SHARED = "../shared/ccpp/ccpp.csv";

    static CcppPlaces ofThisMachine() {
        return of(System.getProperties(), System.getenv(), Path.of(""));
    }

    static CcppPlaces of(Properties properties, Map<String, String> environment, Path workingDirectory) {
        Optional<String> explicit = text(properties.getProperty(CcppFinder.PROPERTY));
        Path cache = cacheRoot(properties, environment).resolve("gradhil").resolve("ccpp.csv");
        Optional<String> root = text(properties.getProperty("gradhil.root"));
        List<Path> shared = root.isPresent()
                ? List.of(sharedBeside(Path.of(root.get())))
                : sharedBesideParents(workingDirectory.toAbsolutePath());
        return new CcppPlaces(explicit, cache, shared);
    }

    private static Path cacheRoot(Properties properties, Map<String, String> environment) {
        Path home = Path.of(properties.getProperty("user.home", ""));
        if (properties.getProperty("os.name", "").startsWith("Windows")) {
            return text(environment.get("LOCALAPPDATA")).map(Path::of).orElse(home.resolve("AppData/Local"));
        }
        return text(environment.get("XDG_CACHE_HOME")).map(Path::of).orElse(home.resolve(".cache"));
    }

    private static List<Path> sharedBesideParents(Path start) {
        List<Path> shared = new ArrayList<>();
        for (Path root = start; root != null; root = root.getParent()) {
            shared.add(sharedBeside(root));
        }
        return shared;
    }

    private static Path sharedBeside(Path root) {
        return root.toAbsolutePath().resolve(SHARED).normalize();
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
