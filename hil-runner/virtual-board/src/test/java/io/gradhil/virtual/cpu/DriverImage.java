package io.gradhil.virtual.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** The program of src/test/c/driver.c together with the blocks that it is to execute. */
final class DriverImage {
    static final int REPORT_HASHES = -1;
    /** Words of a reported state, the last one for faults. */
    static final int STATE_WORDS = StateWords.COUNT + 1;

    private static final int FLASH = 0x08000000;
    private static final int PARAMETERS = 0x2000;
    private static final int BLOCK_END = 0x08001F00;
    private static final int HEADER_WORDS = 6;
    private static final int FLASH_BYTES = 1 << 20;

    private final byte[] driver;

    DriverImage(Path folder) {
        driver = Toolchain.compile(
                folder,
                "driver.ld",
                List.of(
                        "-mfloat-abi=softfp",
                        "-O2",
                        "-ffreestanding",
                        "-nostdlib",
                        "-fno-tree-loop-distribute-patterns"),
                "driver.c");
    }

    /**
     * Returns an image.
     *
     * @param blocks half-words of each, without the branch at its end
     */
    byte[] build(List<short[]> blocks, int seed, int report, int first, int last, int fpscrMask) {
        ByteBuffer image = ByteBuffer.allocate(FLASH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        image.put(driver);
        int table = PARAMETERS + 4 * HEADER_WORDS;
        int code = align(table + 4 * blocks.size());
        for (int index = 0; index < blocks.size(); index++) {
            image.putInt(table + 4 * index, FLASH + code | 1);
            code = place(image, code, blocks.get(index));
        }
        int[] header = {blocks.size(), seed, report, first, last, fpscrMask};
        for (int index = 0; index < header.length; index++) {
            image.putInt(PARAMETERS + 4 * index, header[index]);
        }
        return java.util.Arrays.copyOf(image.array(), code);
    }

    /** Returns the address of each block of an image built from them. */
    static int[] addresses(List<short[]> blocks) {
        int[] result = new int[blocks.size()];
        int code = align(PARAMETERS + 4 * HEADER_WORDS + 4 * blocks.size());
        for (int index = 0; index < result.length; index++) {
            result[index] = FLASH + code;
            code = align(code + 2 * blocks.get(index).length + 4);
        }
        return result;
    }

    private static int place(ByteBuffer image, int start, short[] block) {
        int code = start;
        for (short half : block) {
            image.putShort(code, half);
            code += 2;
        }
        branchToEnd(image, code);
        return align(code + 4);
    }

    /** Writes the branch that ends a block to an offset in the image. */
    static void branchToEnd(ByteBuffer image, int code) {
        int offset = BLOCK_END - (FLASH + code + 4);
        int first = 0xF000 | (offset < 0 ? 0x400 : 0) | offset >> 12 & 0x3FF;
        int sign = offset < 0 ? 1 : 0;
        int j1 = (offset >> 23 & 1) ^ sign ^ 1;
        int j2 = (offset >> 22 & 1) ^ sign ^ 1;
        image.putShort(code, (short) first);
        image.putShort(code + 2, (short) (0x9000 | j1 << 13 | j2 << 11 | offset >> 1 & 0x7FF));
    }

    private static int align(int offset) {
        return offset + 15 & ~15;
    }
}
