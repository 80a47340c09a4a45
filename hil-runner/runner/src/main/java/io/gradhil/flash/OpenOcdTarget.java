package io.gradhil.flash;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What OpenOCD has to know of a board.
 *
 * @param board the board's name in messages
 * @param probe serial number of the debug probe
 * @param config configuration files in order, not empty
 * @param uid the chip's unique id, 24 lower-case hex digits, if it is to be checked before anything is written
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record OpenOcdTarget(String board, String probe, List<String> config, Optional<String> uid) {}
