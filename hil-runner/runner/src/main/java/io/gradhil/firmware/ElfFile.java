package io.gradhil.firmware;

import io.gradhil.core.BuildId;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.core.FirmwareTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Reads what an ELF file says of itself: its machine, and the section {@code .gradhil_id} (8 bytes {@code "GRADHIL\0"},
 * u16 protocol version, u16 0, 16 bytes build id). 32 and 64 bit, little-endian.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ElfFile {
    private static final String ID_SECTION = ".gradhil_id";
    private static final byte[] ID_MAGIC = "GRADHIL\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = ID_MAGIC.length + 4 + BuildId.BYTES;
    private static final int ELF_MAGIC = 0x464C457F;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int ALLOCATED = 2;

    private final Path path;
    private final ByteBuffer bytes;
    private final boolean wide;

    private ElfFile(Path path, byte[] content) {
        this.path = path;
        this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < 64 || bytes.getInt(0) != ELF_MAGIC) {
            throw new FirmwareImageException(path, "not an ELF file", "build the firmware, see firmware/README.md");
        }
        if (content[5] != LITTLE_ENDIAN) {
            throw new FirmwareImageException(path, "not a little-endian ELF file", "give an image for the board");
        }
        this.wide = content[4] == CLASS_64;
    }

    /**
     * Reads the identity of a firmware image.
     *
     * @throws FirmwareImageException if the file is missing, not an image for {@code target}, or not GradHIL's
     */
    public static FirmwareImage image(Path path, FirmwareTarget target) {
        try {
            ElfFile file = new ElfFile(path, Files.readAllBytes(path));
            file.requireMachine(target);
            return new FirmwareImage(path, file.firmwareId());
        } catch (NoSuchFileException e) {
            throw new FirmwareImageException(path, "no such file", "build the firmware, see firmware/README.md");
        } catch (IndexOutOfBoundsException e) {
            throw new FirmwareImageException(path, "truncated or damaged", "build it again");
        } catch (IOException e) {
            throw new FirmwareImageException(path, "cannot be read: " + e.getMessage(), "build it again");
        }
    }

    /**
     * Returns the bytes that each section takes in the memory of the chip, by its name; what only debuggers read is left out.
     *
     * @throws FirmwareImageException if the file cannot be read or is damaged
     */
    public static Map<String, Long> sections(FirmwareImage image) {
        try {
            return new ElfFile(image.path(), Files.readAllBytes(image.path())).loaded();
        } catch (IndexOutOfBoundsException e) {
            throw new FirmwareImageException(image.path(), "truncated or damaged", "build it again");
        } catch (IOException e) {
            throw new FirmwareImageException(image.path(), "cannot be read: " + e.getMessage(), "build it again");
        }
    }

    private Map<String, Long> loaded() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        headers().forEach((name, header) -> {
            long flags = wide ? bytes.getLong(header + 8) : bytes.getInt(header + 8);
            if ((flags & ALLOCATED) != 0) {
                sizes.put(name, wide ? bytes.getLong(header + 32) : Integer.toUnsignedLong(bytes.getInt(header + 20)));
            }
        });
        return sizes;
    }

    private void requireMachine(FirmwareTarget target) {
        int machine = Short.toUnsignedInt(bytes.getShort(18));
        if (!target.accepts(machine)) {
            throw new FirmwareImageException(
                    path, "built for ELF machine " + machine + ", not for " + target, "give an image for the board");
        }
    }

    private FirmwareId firmwareId() {
        int at = section(ID_SECTION);
        if (at < 0 || !Arrays.equals(Arrays.copyOfRange(bytes.array(), at, at + ID_MAGIC.length), ID_MAGIC)) {
            throw new FirmwareImageException(
                    path, "no section " + ID_SECTION + ": not a GradHIL firmware", "give an image of this project");
        }
        if (at + ID_BYTES > bytes.capacity()) {
            throw new FirmwareImageException(path, "truncated within " + ID_SECTION, "build it again");
        }
        int version = Short.toUnsignedInt(bytes.getShort(at + ID_MAGIC.length));
        return new FirmwareId(version, BuildId.of(bytes.array(), at + ID_MAGIC.length + 4));
    }

    /** Returns the file offset of a section's content, or -1. */
    private int section(String name) {
        Integer header = headers().get(name);
        return header == null ? -1 : contentOffset(header);
    }

    /** Returns the file offset of each section's header, by the section's name. */
    private Map<String, Integer> headers() {
        Map<String, Integer> headers = new LinkedHashMap<>();
        int table = wide ? (int) bytes.getLong(40) : bytes.getInt(32);
        int entry = Short.toUnsignedInt(bytes.getShort(wide ? 58 : 46));
        int count = Short.toUnsignedInt(bytes.getShort(wide ? 60 : 48));
        Objects.checkFromIndexSize(table, entry * count, bytes.capacity());
        int names = contentOffset(table + entry * Short.toUnsignedInt(bytes.getShort(wide ? 62 : 50)));
        for (int i = 0; i < count; i++) {
            int header = table + i * entry;
            headers.putIfAbsent(text(names + bytes.getInt(header)), header);
        }
        return headers;
    }

    private int contentOffset(int header) {
        return wide ? (int) bytes.getLong(header + 24) : bytes.getInt(header + 16);
    }

    private String text(int at) {
        int end = at;
        while (bytes.get(end) != 0) {
            end++;
        }
        return new String(bytes.array(), at, end - at, StandardCharsets.US_ASCII);
    }
}
