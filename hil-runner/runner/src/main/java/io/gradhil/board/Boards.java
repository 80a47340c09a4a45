package io.gradhil.board;

import io.gradhil.core.UnknownBoardException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.apiguardian.api.API;

/** Finds boards by name. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Boards {
    private Boards() {}

    /** Returns all kinds of board there are, by name. */
    public static List<BoardProvider> all() {
        List<BoardProvider> providers = new ArrayList<>();
        ServiceLoader.load(BoardProvider.class, Boards.class.getClassLoader()).forEach(providers::add);
        providers.sort(Comparator.comparing(BoardProvider::name));
        return providers;
    }

    /**
     * Returns the kind of board with a name, {@code KIND} or {@code KIND:WHICH}.
     *
     * @throws UnknownBoardException if there is none; it names those there are
     */
    public static BoardProvider named(String name) {
        String kind = BoardName.parse(name).kind();
        return all().stream()
                .filter(provider -> provider.name().equals(kind))
                .findFirst()
                .orElseThrow(() -> new UnknownBoardException(name, descriptions()));
    }

    private static List<String> descriptions() {
        return all().stream()
                .map(provider -> String.format(Locale.ROOT, "%-8s %s", provider.name(), provider.description()))
                .toList();
    }
}
