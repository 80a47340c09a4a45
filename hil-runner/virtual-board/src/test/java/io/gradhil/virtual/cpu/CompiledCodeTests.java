package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled programs print the same on the core as on QEMU: newlib and libgcc, which nobody of this project wrote. */
class CompiledCodeTests {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "built with {0}")
    @ValueSource(strings = {"-O0", "-O2", "-Os"})
    void newlib_and_libgcc_print_the_same_as_on_qemu(String optimization) {
        Toolchain.require(Toolchain.QEMU, Toolchain.GCC);
        byte[] image = Toolchain.compile(
                folder,
                "program.ld",
                List.of("-mfloat-abi=hard", "-nostartfiles", optimization),
                "start.c",
                "library.c");

        String expected = text(new QemuMachine(folder).run(image));
        String actual = text(new CoreMachine().run(image));

        assertThat(expected).hasSizeGreaterThan(20_000).doesNotContain("unexpected exception");
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void handlers_see_the_same_frames_status_and_order_as_on_qemu() {
        Toolchain.require(Toolchain.QEMU, Toolchain.GCC);
        byte[] image = Toolchain.compile(
                folder, "program.ld", List.of("-mfloat-abi=softfp", "-nostartfiles", "-O1"), "start.c", "exceptions.c");

        byte[] expected = new QemuMachine(folder).run(image);
        byte[] actual = new CoreMachine().run(image);

        assertThat(expected).hasSizeBetween(9_000, 40_000);
        assertThat(words(actual)).isEqualTo(words(expected));
    }

    private static String words(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + 4 <= bytes.length; at += 4) {
            int word =
                    bytes[at + 3] << 24 | (bytes[at + 2] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | bytes[at] & 0xFF;
            text.append(String.format(Locale.ROOT, "%08X%n", word));
        }
        return text.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
