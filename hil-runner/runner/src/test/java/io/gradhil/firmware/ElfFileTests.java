package io.gradhil.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.core.FirmwareTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTests {
    private static final Path PREBUILT =
            Path.of(System.getProperty("gradhil.root"), "firmware", "prebuilt", FirmwareTarget.F411RE.file());
    private static final long SEED = 20260101;

    @TempDir
    private Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("image.elf"), content);
    }

    private static byte[] prebuilt() throws IOException {
        return Files.readAllBytes(PREBUILT);
    }

    private static FirmwareImage image(Path path) {
        return ElfFile.image(path, FirmwareTarget.F411RE);
    }

    private static int find(byte[] bytes, String text) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return all.indexOf(text);
    }

    @Test
    void reads_version_and_build_id_of_the_committed_image() throws IOException {
        byte[] content = prebuilt();
        int id = find(content, "GRADHIL\0") + 12;

        FirmwareImage image = image(PREBUILT);

        assertThat(image.path()).isEqualTo(PREBUILT);
        assertThat(image.id().protocolVersion()).isEqualTo(4);
        assertThat(image.id().buildId()).hasToString(java.util.HexFormat.of().formatHex(content, id, id + 16));
    }

    @Test
    void missing_file_is_named() {
        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(Path.of("nowhere.elf")))
                .withMessage("""
                        No usable firmware image at nowhere.elf
                          Seen: no such file
                          Do:   build the firmware, see firmware/README.md""");
    }

    @Test
    void folder_is_no_image() {
        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(folder))
                .withMessage("No usable firmware image at " + folder
                        + "\n  Seen: cannot be read: Is a directory\n  Do:   build it again");
    }

    @Test
    void text_file_is_no_elf_file() throws IOException {
        Path text = file("x".repeat(200).getBytes(StandardCharsets.US_ASCII));

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(text))
                .withMessage("No usable firmware image at " + text
                        + "\n  Seen: not an ELF file\n  Do:   build the firmware, see firmware/README.md");
    }

    @Test
    void empty_file_is_no_elf_file() throws IOException {
        Path empty = file(new byte[0]);

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(empty))
                .withMessageContaining("not an ELF file");
    }

    @Test
    void image_for_another_machine_is_refused() throws IOException {
        byte[] content = prebuilt();
        content[18] = 62;
        Path other = file(content);

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(other))
                .withMessage("No usable firmware image at " + other
                        + "\n  Seen: built for ELF machine 62, not for F411RE\n  Do:   give an image for the board");
    }

    @Test
    void image_of_another_project_is_refused() throws IOException {
        byte[] content = prebuilt();
        int name = find(content, ".gradhil_id\0");
        content[name + 1] = 'x';
        Path foreign = file(content);

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(foreign))
                .withMessage(
                        "No usable firmware image at " + foreign
                                + "\n  Seen: no section .gradhil_id: not a GradHIL firmware\n  Do:   give an image of this project");
    }

    @Test
    void section_without_the_magic_is_refused() throws IOException {
        byte[] content = prebuilt();
        content[find(content, "GRADHIL\0")] = 'g';
        Path foreign = file(content);

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(foreign))
                .withMessageContaining("no section .gradhil_id");
    }

    @Test
    void truncated_image_says_so_wherever_it_was_cut() throws IOException {
        byte[] content = prebuilt();
        for (int missing = 1; missing <= content.length - 64; missing += missing < 50 ? 1 : 97) {
            int length = content.length - missing;
            Path cut = file(Arrays.copyOf(content, length));

            assertThatExceptionOfType(FirmwareImageException.class)
                    .as("%d bytes kept", length)
                    .isThrownBy(() -> image(cut))
                    .withMessage("No usable firmware image at " + cut
                            + "\n  Seen: truncated or damaged\n  Do:   build it again");
        }
    }

    @Test
    void file_that_ends_within_the_id_is_truncated() throws IOException {
        Path cut = file(minimal("GRADHIL\0".getBytes(StandardCharsets.US_ASCII)));

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(cut))
                .withMessageContaining("\n  Seen: truncated within .gradhil_id\n");
    }

    /** A 32-bit ARM ELF file whose last bytes are the section .gradhil_id. */
    private static byte[] minimal(byte[] id) {
        byte[] name = ".gradhil_id\0".getBytes(StandardCharsets.US_ASCII);
        int table = 64;
        int names = table + 2 * 40;
        int content = names + name.length;
        ByteBuffer elf = ByteBuffer.allocate(content + id.length).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464C457F).put((byte) 1).put((byte) 1);
        elf.putShort(18, (short) 40).putInt(32, table);
        elf.putShort(46, (short) 40).putShort(48, (short) 2).putShort(50, (short) 1);
        elf.putInt(table + 16, content);
        elf.putInt(table + 40 + 16, names).putInt(table + 40, name.length - 1);
        elf.position(names).put(name).put(id);
        return elf.array();
    }

    @Test
    void big_endian_image_is_refused() throws IOException {
        byte[] content = prebuilt();
        content[5] = 2;
        Path big = file(content);

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> image(big))
                .withMessageContaining("\n  Seen: not a little-endian ELF file\n");
    }

    @Test
    void damaged_headers_never_break_the_reader() throws IOException {
        byte[] content = prebuilt();
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = content.clone();
            int at = random.nextBoolean() ? random.nextInt(64) : content.length - 1 - random.nextInt(1500);
            damaged[at] = (byte) random.nextInt();
            Path file = file(damaged);

            try {
                image(file);
            } catch (RuntimeException e) {
                assertThat(e).as("seed %d, file %d, byte %d", SEED, i, at).isInstanceOf(FirmwareImageException.class);
            }
        }
    }
}
