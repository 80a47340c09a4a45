package io.gradhil.core;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * A firmware image that can be put on a board.
 *
 * @param path the file: an ELF image, or an executable for the host build
 * @param id what the image says of itself
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record FirmwareImage(Path path, FirmwareId id) {}
