package io.gradhil.suites.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.ToolFailedException;
import io.gradhil.firmware.ElfFile;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.process.ToolRun;
import io.gradhil.suites.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The firmware's image is that of its sources, and its own tests pass. */
class FirmwareTests {
    private static final Duration BUILD = Duration.ofMinutes(5);

    private final FirmwareSources sources = FirmwareSources.find().orElseThrow();
    private final Path prebuilt = sources.folder().resolve("prebuilt").resolve(FirmwareTarget.F411RE.file());

    @Test
    void the_prebuilt_image_is_of_these_sources() {
        assertThat(ElfFile.image(prebuilt, FirmwareTarget.F411RE).id().buildId())
                .as("build id of firmware/prebuilt (make it anew: firmware/README.md)")
                .isEqualTo(sources.buildId());
    }

    @Test
    void the_prebuilt_image_has_the_checksum_beside_it() throws Exception {
        String line = Files.readString(prebuilt.resolveSibling(prebuilt.getFileName() + ".sha256"));

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(prebuilt));
        assertThat(line.strip()).isEqualTo(HexFormat.of().formatHex(digest) + "  " + prebuilt.getFileName());
    }

    @Test
    void a_build_in_another_folder_has_the_same_bytes(@TempDir Path elsewhere) throws IOException {
        Tools.require("arm-none-eabi-gcc", "cmake");
        FirmwareCopy copy = FirmwareCopy.in(elsewhere);

        Path image = copy.build(FirmwareTarget.F411RE);

        assertThat(Files.mismatch(image, prebuilt))
                .as("first byte in which the built and the prebuilt image differ (compiler: 12.2)")
                .isEqualTo(-1);
    }

    @Test
    void a_build_beyond_its_budget_fails(@TempDir Path elsewhere) throws IOException {
        Tools.require("arm-none-eabi-gcc", "cmake");
        FirmwareCopy copy = FirmwareCopy.in(elsewhere)
                .replace("budgets.txt", "nn_code                  10240", "nn_code                   1024");

        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> copy.build(FirmwareTarget.F411RE))
                .withMessageContaining("budget: exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "host-fma", "host-sanitize"})
    void its_own_tests_pass(String preset) {
        Tools.require("cc", "cmake", "ctest");
        String folder = sources.folder().toString();
        String build = sources.folder().resolve("build").resolve(preset).toString();

        ToolRun.run(List.of("cmake", "-S", folder, "--preset", preset), BUILD);
        ToolRun.run(List.of("cmake", "--build", build), BUILD);
        ToolRun.run(List.of("ctest", "--test-dir", build, "--output-on-failure"), BUILD);
    }
}
