package io.gradhil.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.BuildId;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a copy of the firmware's sources, so that they may be changed. */
class FirmwareTests {
    private static final String ROOT = "gradhil.root";

    @TempDir
    private Path checkout;

    private final String root = System.getProperty(ROOT);
    private Path firmware;

    @BeforeEach
    void copySources() throws IOException {
        firmware = checkout.resolve("firmware");
        Path original = Path.of(root, "firmware");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = original.relativize(file);
                if (!relative.startsWith("build")) {
                    Files.copy(file, firmware.resolve(relative));
                }
            }
        }
        System.setProperty(ROOT, checkout.toString());
    }

    @AfterEach
    void restoreProperties() {
        System.setProperty(ROOT, root);
        System.clearProperty(Firmware.PROPERTY);
    }

    private static void need(FirmwareTarget target) {
        Tools.need("cmake", target == FirmwareTarget.HOST ? "cc" : "arm-none-eabi-gcc");
    }

    private static FirmwareSources sources() {
        return FirmwareSources.find().orElseThrow();
    }

    private void change(String file) throws IOException {
        Files.writeString(firmware.resolve(file), "\n", StandardOpenOption.APPEND);
    }

    private Path built(FirmwareTarget target) {
        return firmware.resolve("build").resolve(target.preset()).resolve(target.file());
    }

    @ParameterizedTest
    @EnumSource(FirmwareTarget.class)
    void image_built_by_cmake_carries_the_build_id_of_its_sources(FirmwareTarget target) {
        need(target);

        FirmwareImage image = Firmware.image(target);

        assertThat(image.path()).isEqualTo(built(target));
        assertThat(image.id().buildId()).isEqualTo(sources().buildId());
    }

    @ParameterizedTest
    @EnumSource(FirmwareTarget.class)
    void change_of_the_sources_is_built_before_the_image_is_used(FirmwareTarget target) throws IOException {
        need(target);
        BuildId before = Firmware.image(target).id().buildId();
        change("nn/dense.c");

        BuildId after = Firmware.image(target).id().buildId();

        assertThat(after).isNotEqualTo(before).isEqualTo(sources().buildId());
    }

    @Test
    void image_that_fits_is_used_as_it_is() throws IOException {
        need(FirmwareTarget.HOST);
        Path image = Firmware.image(FirmwareTarget.HOST).path();
        Object before = Files.getLastModifiedTime(image);

        Firmware.image(FirmwareTarget.HOST);

        assertThat(Files.getLastModifiedTime(image)).isEqualTo(before);
    }

    @Test
    void half_written_image_is_built_again() throws IOException {
        need(FirmwareTarget.HOST);
        Path image = Firmware.image(FirmwareTarget.HOST).path();
        Files.write(image, new byte[100]);

        assertThat(Firmware.image(FirmwareTarget.HOST).id().buildId())
                .isEqualTo(sources().buildId());
    }

    @Test
    void sources_that_do_not_compile_fail_with_the_compilers_words() throws IOException {
        need(FirmwareTarget.HOST);
        Files.writeString(firmware.resolve("nn/dense.c"), "this is not C\n");

        assertThatExceptionOfType(io.gradhil.core.ToolFailedException.class)
                .isThrownBy(() -> Firmware.image(FirmwareTarget.HOST))
                .withMessageStartingWith("cmake --build ")
                .withMessageContaining("dense.c:1:");
    }

    @Test
    void build_id_covers_every_source_and_nothing_else() throws IOException {
        BuildId before = sources().buildId();

        change("PROTOCOL.md");
        change("test/CMakeLists.txt");
        assertThat(sources().buildId()).isEqualTo(before);

        for (String file : new String[] {
            "nn/nn.h",
            "proto/frame.c",
            "port/board_api.h",
            "app/main.c",
            "cmake/build_id.cmake",
            "CMakeLists.txt",
            "CMakePresets.json"
        }) {
            BuildId unchanged = sources().buildId();
            change(file);
            assertThat(sources().buildId()).as(file).isNotEqualTo(unchanged);
        }
    }

    @Test
    void build_id_covers_the_names_of_the_files() throws IOException {
        BuildId before = sources().buildId();

        Files.move(firmware.resolve("nn/nn.h"), firmware.resolve("nn/other.h"));

        assertThat(sources().buildId()).isNotEqualTo(before);
    }

    @Test
    void sources_are_found_from_a_folder_below() throws IOException {
        Path below = Files.createDirectories(checkout.resolve("a/b"));
        System.setProperty(ROOT, below.toString());

        assertThat(FirmwareSources.find().map(FirmwareSources::folder)).contains(firmware);
    }

    @Test
    void property_names_an_image_to_use_instead() {
        Path prebuilt = firmware.resolve("prebuilt").resolve(FirmwareTarget.F411RE.file());
        System.setProperty(Firmware.PROPERTY, prebuilt.toString());

        assertThat(Firmware.image(FirmwareTarget.F411RE).path()).isEqualTo(prebuilt);
    }

    @Test
    void property_that_names_no_file_is_an_error_even_if_the_sources_are_there() {
        System.setProperty(Firmware.PROPERTY, "nowhere.elf");

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> Firmware.image(FirmwareTarget.F411RE))
                .withMessageStartingWith("No usable firmware image at nowhere.elf\n  Seen: no such file\n");
    }

    @Test
    void no_checkout_says_how_to_name_an_image(@TempDir Path elsewhere) {
        System.setProperty(ROOT, elsewhere.toString());

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> Firmware.image(FirmwareTarget.F411RE))
                .withMessage("""
                        No usable firmware image at firmware
                          Seen: no folder firmware/ here or above
                          Do:   name an image with -Dhil.firmware=FILE, or run within a checkout""");
    }

    @Test
    void without_a_compiler_the_prebuilt_image_is_used_if_it_fits() {
        FirmwareImage image = Firmware.image(FirmwareTarget.F411RE, false);

        assertThat(image.path()).isEqualTo(firmware.resolve("prebuilt").resolve(FirmwareTarget.F411RE.file()));
        assertThat(image.id().buildId()).isEqualTo(sources().buildId());
    }

    @Test
    void without_a_compiler_a_stale_image_is_refused_with_both_ids() throws IOException {
        BuildId before = sources().buildId();
        change("nn/dense.c");
        Path prebuilt = firmware.resolve("prebuilt").resolve(FirmwareTarget.F411RE.file());

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> Firmware.image(FirmwareTarget.F411RE, false))
                .withMessage("No usable firmware image at " + prebuilt + "\n"
                        + "  Seen: sources: build id " + sources().buildId() + "\n"
                        + "        image:   protocol version 4, build id " + before + "\n"
                        + "  Do:   run ci/setup.sh for the compiler, or undo the change of the firmware's sources");
    }

    @Test
    void without_a_compiler_there_is_no_host_image() {
        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> Firmware.image(FirmwareTarget.HOST, false))
                .withMessage("No usable firmware image at " + firmware.resolve("prebuilt/gradhil-host") + "\n"
                        + "  Seen: sources: build id " + sources().buildId() + "\n"
                        + "        image:   no such file\n"
                        + "  Do:   run ci/setup.sh for the compiler, or undo the change of the firmware's sources");
    }
}
