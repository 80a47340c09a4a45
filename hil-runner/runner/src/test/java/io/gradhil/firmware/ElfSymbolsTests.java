package io.gradhil.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfSymbols.Symbol;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ElfSymbolsTests {
    private static final Path PREBUILT =
            Path.of(System.getProperty("gradhil.root"), "firmware", "prebuilt", FirmwareTarget.F411RE.file());

    private final ElfSymbols symbols = ElfSymbols.of(ElfFile.image(PREBUILT, FirmwareTarget.F411RE));

    private Symbol named(String name) {
        return symbols.all().stream()
                .filter(symbol -> symbol.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_function_is_found_by_every_address_within_it() {
        Symbol function = named("nn_network_forward");

        assertThat(function.file()).isEmpty();
        assertThat(function.address() & 1).isZero();
        assertThat(symbols.at(function.address())).contains(function);
        assertThat(symbols.at(function.address() + function.size() - 2)).contains(function);
        assertThat(symbols.at(function.address() + function.size())).isNotEqualTo(symbols.at(function.address()));
    }

    @Test
    void a_local_function_knows_its_file() {
        assertThat(named("tiled_gradient").file()).isEqualTo("tiles.c");
        assertThat(named("plain_gradient").file()).isEqualTo("dense.c");
    }

    @Test
    void nothing_is_found_outside_of_functions() {
        assertThat(symbols.at(0)).isEmpty();
        assertThat(symbols.at(0x0807FFFE)).isEmpty();
    }
}
