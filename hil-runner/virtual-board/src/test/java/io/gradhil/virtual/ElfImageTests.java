package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElfImageTests {
    private static final int CONTENT = 52 + 32;

    /** An image with one segment of four bytes. */
    private static ByteBuffer elf(int virtual, int physical, int memoryBytes) {
        ByteBuffer elf = ByteBuffer.allocate(CONTENT + 4).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464C457F).put(4, (byte) 1).put(5, (byte) 1);
        elf.putShort(16, (short) 2).putShort(18, (short) 40);
        elf.putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 1);
        elf.putInt(52, 1).putInt(56, CONTENT).putInt(60, virtual).putInt(64, physical);
        elf.putInt(68, 4).putInt(72, memoryBytes);
        elf.putInt(CONTENT, 0xCAFEBABE);
        return elf;
    }

    private static ByteBuffer sound() {
        return elf(0x08000000, 0x08000000, 4);
    }

    private static void assertRefused(ByteBuffer elf, String header, String message) {
        assertThatThrownBy(() -> ElfImage.segments(elf.array()))
                .isInstanceOfSatisfying(
                        ImageRefusedException.class, e -> assertThat(e.header()).isEqualTo(header))
                .hasMessage("Not an image for an STM32F411RE: " + message);
    }

    @Test
    void reads_a_segment_to_its_physical_address() {
        List<ElfImage.Segment> segments =
                ElfImage.segments(elf(0x20000000, 0x08001000, 4).array());

        assertThat(segments).hasSize(1);
        assertThat(segments.get(0).address()).isEqualTo(0x08001000);
        assertThat(segments.get(0).content()).containsExactly(0xBE, 0xBA, 0xFE, 0xCA);
    }

    @Test
    void refuses_what_is_no_ELF_file() {
        assertRefused(sound().putInt(0, 0x04034B50), "EI_MAG", "EI_MAG is 0x04034B50, not 0x464C457F");
    }

    @Test
    void refuses_64_bits_and_big_endian_and_objects() {
        assertRefused(sound().put(4, (byte) 2), "EI_CLASS", "EI_CLASS is 2, not 1");
        assertRefused(sound().put(5, (byte) 2), "EI_DATA", "EI_DATA is 2, not 1");
        assertRefused(sound().putShort(16, (short) 1), "e_type", "e_type is 1, not 2");
    }

    @Test
    void refuses_another_machine() {
        assertRefused(sound().putShort(18, (short) 62), "e_machine", "e_machine is 62, not 40");
    }

    @Test
    void refuses_a_file_that_is_cut_off() {
        assertThatThrownBy(() -> ElfImage.segments(new byte[20]))
                .hasMessage("Not an image for an STM32F411RE: ELF header is cut off: 20 bytes of 52");
        assertThatThrownBy(() -> ElfImage.segments(Arrays.copyOf(sound().array(), 60)))
                .hasMessage("Not an image for an STM32F411RE: program header 0 lies at byte 52 of a file of 60");
        assertThatThrownBy(() -> ElfImage.segments(Arrays.copyOf(sound().array(), 86)))
                .hasMessage("Not an image for an STM32F411RE: program header 0 needs bytes 84 to 88 of a file of 86");
    }

    @Test
    void refuses_segments_outside_flash_and_RAM() {
        assertRefused(
                elf(0x08000000, 0x0807FFFE, 4),
                "program header 0 (p_paddr)",
                "program header 0 (p_paddr) lies outside flash (0x08000000, 512 KiB) and RAM (0x20000000, 128 KiB):"
                        + " 0x0807FFFE, 4 bytes");
        assertRefused(
                elf(0x20000000, 0x08000000, 0x20001),
                "program header 0 (p_vaddr)",
                "program header 0 (p_vaddr) lies outside flash (0x08000000, 512 KiB) and RAM (0x20000000, 128 KiB):"
                        + " 0x20000000, 131073 bytes");
    }

    @Test
    void refuses_a_file_that_loads_nothing() {
        assertRefused(
                sound().putInt(52, 2), "the program header table", "the program header table has no segment to load");
    }
}
