package io.gradhil.cost;

import io.gradhil.core.FirmwareImage;
import io.gradhil.firmware.ElfFile;
import io.gradhil.firmware.ElfSymbols;
import io.gradhil.firmware.ElfSymbols.Symbol;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * What an image for the chip takes, whatever it does; by its sections and symbols, so that no compiler is needed.
 *
 * @param flashBytes code, constants and initial data
 * @param coreBytes of these, the training core with all activations, losses and optimizers
 * @param staticBytes RAM without stack and without the arena, which the network takes its memory from
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ImageSize(long flashBytes, long coreBytes, long staticBytes) {
    /** Measures an image. */
    public static ImageSize of(FirmwareImage image) {
        Map<String, Long> sections = ElfFile.sections(image);
        ElfSymbols symbols = ElfSymbols.of(image);
        return new ImageSize(
                sum(sections, ".vectors", ".gradhil_id", ".text", ".data"),
                coreBytes(symbols),
                sum(sections, ".data", ".bss", ".noinit")
                        - bytes(symbols, symbol -> symbol.name().startsWith("arena")));
    }

    private static long sum(Map<String, Long> sections, String... names) {
        return Stream.of(names)
                .mapToLong(name -> sections.getOrDefault(name, 0L))
                .sum();
    }

    static int coreBytes(ElfSymbols symbols) {
        return bytes(
                symbols,
                symbol -> Phase.of(symbol).isPresent() && !symbol.name().equals("memset"));
    }

    private static int bytes(ElfSymbols symbols, Predicate<Symbol> which) {
        return symbols.all().stream().filter(which).mapToInt(Symbol::size).sum();
    }
}
