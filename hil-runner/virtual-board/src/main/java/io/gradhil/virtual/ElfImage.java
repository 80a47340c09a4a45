package io.gradhil.virtual;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an ELF file (TIS ELF 1.2; ELF for the Arm Architecture) puts where. */
final class ElfImage {
    private static final int HEADER_BYTES = 52;
    private static final int PROGRAM_HEADER_BYTES = 32;
    private static final int ELF_MAGIC = 0x464C457F;
    private static final int CLASS_32 = 1;
    private static final int LITTLE_ENDIAN = 1;
    private static final int EXECUTABLE = 2;
    private static final int MACHINE_ARM = 40;
    private static final int PT_LOAD = 1;

    /** Bytes and the physical address at which they are to be. */
    record Segment(int address, byte[] content) {}

    private final ByteBuffer file;

    private ElfImage(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the segments that are not empty.
     *
     * @throws ImageRefusedException if the file is not an image for this chip
     */
    static List<Segment> segments(byte[] file) {
        ElfImage image = new ElfImage(file);
        image.checkHeader();
        return image.readSegments();
    }

    private void checkHeader() {
        if (file.capacity() < HEADER_BYTES) {
            throw refuse("ELF header", "is cut off: %d bytes of %d", file.capacity(), HEADER_BYTES);
        }
        require("EI_MAG", file.getInt(0), ELF_MAGIC, "0x%08X");
        require("EI_CLASS", file.get(4), CLASS_32, "%d");
        require("EI_DATA", file.get(5), LITTLE_ENDIAN, "%d");
        require("e_type", file.getShort(16), EXECUTABLE, "%d");
        require("e_machine", file.getShort(18) & 0xFFFF, MACHINE_ARM, "%d");
        require("e_phentsize", file.getShort(42), PROGRAM_HEADER_BYTES, "%d");
    }

    private static void require(String field, int found, int expected, String format) {
        if (found != expected) {
            throw refuse(field, "is " + format + ", not " + format, found, expected);
        }
    }

    private List<Segment> readSegments() {
        List<Segment> segments = new ArrayList<>();
        long table = Integer.toUnsignedLong(file.getInt(28));
        int count = file.getShort(44) & 0xFFFF;
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * PROGRAM_HEADER_BYTES;
            if (at + PROGRAM_HEADER_BYTES > file.capacity()) {
                throw refuse("program header " + i, "lies at byte %d of a file of %d", at, file.capacity());
            }
            if (file.getInt((int) at) == PT_LOAD) {
                readSegment(i, (int) at, segments);
            }
        }
        if (segments.isEmpty()) {
            throw new ImageRefusedException("the program header table", "has no segment to load");
        }
        return segments;
    }

    private void readSegment(int index, int at, List<Segment> segments) {
        String header = "program header " + index;
        long offset = Integer.toUnsignedLong(file.getInt(at + 4));
        int virtual = file.getInt(at + 8);
        int physical = file.getInt(at + 12);
        long fileBytes = Integer.toUnsignedLong(file.getInt(at + 16));
        long memoryBytes = Integer.toUnsignedLong(file.getInt(at + 20));
        requireMemory(header + " (p_vaddr)", virtual, memoryBytes);
        requireMemory(header + " (p_paddr)", physical, fileBytes);
        if (offset + fileBytes > file.capacity()) {
            throw refuse(header, "needs bytes %d to %d of a file of %d", offset, offset + fileBytes, file.capacity());
        }
        if (fileBytes > 0) {
            byte[] content = Arrays.copyOfRange(file.array(), (int) offset, (int) (offset + fileBytes));
            segments.add(new Segment(physical, content));
        }
    }

    private static void requireMemory(String header, int address, long bytes) {
        long begin = Integer.toUnsignedLong(address);
        boolean inFlash = within(begin, bytes, ChipBlocks.FLASH_BASE, ChipBlocks.FLASH_BYTES);
        boolean inRam = within(begin, bytes, ChipBlocks.SRAM_BASE, ChipBlocks.SRAM_BYTES);
        if (bytes > 0 && !inFlash && !inRam) {
            throw refuse(
                    header,
                    "lies outside flash (0x%08X, %d KiB) and RAM (0x%08X, %d KiB): 0x%08X, %d bytes",
                    ChipBlocks.FLASH_BASE,
                    ChipBlocks.FLASH_BYTES / 1024,
                    ChipBlocks.SRAM_BASE,
                    ChipBlocks.SRAM_BYTES / 1024,
                    address,
                    bytes);
        }
    }

    private static boolean within(long begin, long bytes, long base, long size) {
        return begin >= base && begin + bytes <= base + size;
    }

    private static ImageRefusedException refuse(String header, String format, Object... arguments) {
        return new ImageRefusedException(header, String.format(Locale.ROOT, format, arguments));
    }
}
