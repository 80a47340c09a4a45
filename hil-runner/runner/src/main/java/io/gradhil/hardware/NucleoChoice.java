package io.gradhil.hardware;

import io.gradhil.board.BoardConfig;
import io.gradhil.core.BoardAmbiguousException;
import io.gradhil.core.BoardNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Which of the attached boards a name means.
 *
 * @param link the probe, with the port to use
 * @param config the board's file, if there is one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NucleoChoice(StLink link, Optional<BoardConfig> config) {
    private static final String KIND = NucleoBoardProvider.NAME;

    /** Returns all boards that are attached now. */
    public static List<NucleoChoice> attached() {
        return all("", StLinks.attached(), BoardConfig.all());
    }

    /** Chooses among what is attached now. */
    static NucleoChoice of(String which) {
        return of(which, StLinks.attached(), BoardConfig.all(), StLinks.where());
    }

    /**
     * Chooses a board.
     *
     * @param which serial number of a probe, alias of a file, or empty: the only board there is
     * @param where where the links were looked for, for the message
     */
    static NucleoChoice of(String which, List<StLink> links, List<BoardConfig> configs, String where) {
        List<NucleoChoice> all = all(which, links, configs);
        List<NucleoChoice> fitting =
                all.stream().filter(choice -> choice.isMeantBy(which)).toList();
        if (fitting.isEmpty()) {
            throw new BoardNotFoundException(wanted(which, configs), where, names(all));
        }
        if (fitting.size() > 1) {
            throw new BoardAmbiguousException(which.isEmpty() ? KIND : KIND + ":" + which, names(fitting));
        }
        return fitting.get(0);
    }

    private static List<NucleoChoice> all(String which, List<StLink> links, List<BoardConfig> configs) {
        return links.stream()
                .map(link -> new NucleoChoice(link, configOf(link, which, configs)).withConfiguredPort())
                .toList();
    }

    /** A probe may have several files, of which the one that is asked for counts. */
    private static Optional<BoardConfig> configOf(StLink link, String which, List<BoardConfig> configs) {
        return configs.stream()
                .filter(config -> config.probe().equalsIgnoreCase(link.serialNumber()))
                .min(Comparator.comparing(config -> !config.alias().equals(which)));
    }

    private NucleoChoice withConfiguredPort() {
        return config.flatMap(BoardConfig::port)
                .map(port -> new NucleoChoice(new StLink(link.serialNumber(), port.toString()), config))
                .orElse(this);
    }

    private boolean isMeantBy(String which) {
        boolean alias = config.filter(file -> file.alias().equals(which)).isPresent();
        return which.isEmpty() || alias || link.serialNumber().equalsIgnoreCase(which);
    }

    private static String wanted(String which, List<BoardConfig> configs) {
        if (which.isEmpty()) {
            return "an ST-LINK";
        }
        return configs.stream()
                .filter(config -> config.alias().equals(which))
                .findFirst()
                .map(config -> "the ST-LINK " + config.probe() + " of " + config.file())
                .orElse("an ST-LINK with serial number or alias " + which);
    }

    private static List<String> names(List<NucleoChoice> choices) {
        List<String> names = new ArrayList<>();
        choices.forEach(choice -> names.add(choice.name() + "  " + choice.link()));
        return names;
    }

    /** Returns the name that chooses this board and no other. */
    public String name() {
        return KIND + ":" + config.map(BoardConfig::alias).orElse(link.serialNumber());
    }
}
