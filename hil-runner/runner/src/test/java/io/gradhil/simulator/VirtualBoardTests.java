package io.gradhil.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.board.BoardContract;
import io.gradhil.board.Boards;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.core.LinkClosedException;
import io.gradhil.link.ByteLink;
import io.gradhil.protocol.Fault;
import io.gradhil.protocol.Hello;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualBoardTests extends BoardContract {
    private static final String THREAD = "virtual NUCLEO-F411RE";

    VirtualBoardTests() {
        super(new VirtualBoardProvider());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .count();
    }

    @Test
    void is_found_by_its_name() {
        assertThat(Boards.named("virtual").description()).endsWith("needs nothing");
    }

    @Test
    void says_what_the_chip_is() {
        board.flash(image);

        Hello hello = connect().hello();

        assertThat(hello.clockHz()).isEqualTo(100_000_000);
        assertThat(hello.uid()).startsWith("56495254"); // VIRT
    }

    @Test
    void flashing_is_a_power_on() {
        board.flash(image);
        connect().reset();

        board.flash(image);

        assertThat(connect().hello().resetCount()).isZero();
        assertThat(connect().hello().crash()).isEmpty();
    }

    @Test
    void state_says_what_the_core_is_doing() {
        board.flash(image);
        connect();

        assertThat(board.state()).startsWith("the virtual board is asleep at PC 0x0800");
    }

    @Test
    void a_crash_is_recorded_and_named() {
        board.flash(image);

        assertThatExceptionOfType(FirmwareFaultException.class)
                .isThrownBy(() -> connect().fault(Fault.BUS_ERROR))
                .withMessageContaining("0x60000000");
    }

    @Test
    void no_thread_outlives_its_board() {
        board.flash(image);
        board.flash(image);
        board.reset();
        assertThat(threads()).isEqualTo(1);

        board.close();

        assertThat(threads()).isZero();
    }

    @Test
    void a_closed_link_says_so() {
        board.flash(image);
        ByteLink link = board.link();
        board.close();

        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> link.write(new byte[1]))
                .withMessage("The link to virtual has ended\n  Seen: the virtual board was closed");
        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> link.read(new byte[1], Deadline.after(Duration.ofSeconds(1))));
    }

    @Test
    void an_image_that_cannot_be_on_the_chip_is_refused_by_its_header(@TempDir Path folder) throws IOException {
        byte[] elf = Files.readAllBytes(image.path());
        elf[18] = 62;
        Path file = Files.write(folder.resolve("x86.elf"), elf);

        assertThatExceptionOfType(FirmwareImageException.class)
                .isThrownBy(() -> board.flash(new FirmwareImage(file, image.id())))
                .withMessage("No usable firmware image at " + file
                        + "\n  Seen: Not an image for an STM32F411RE: e_machine is 62, not 40"
                        + "\n  Do:   give an image for the board");
    }

    /** The reset vector leads to instructions that read I2C1, which has no model: movw, movt, ldr. */
    @Test
    void a_program_beyond_the_model_ends_the_link_with_the_register(@TempDir Path folder) throws IOException {
        byte[] elf = Files.readAllBytes(image.path());
        ByteBuffer bytes = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int flash = bytes.getInt(bytes.getInt(28) + 4); // first segment's offset in the file
        int entry = flash + (bytes.getInt(flash + 4) & 0xFFFE);
        bytes.putLong(entry, 0x0000F2C4_4000F245L).putShort(entry + 8, (short) 0x6800);
        Path file = Files.write(folder.resolve("i2c.elf"), elf);

        board.flash(new FirmwareImage(file, image.id()));

        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> board.link().read(new byte[1], Deadline.after(Duration.ofSeconds(20))))
                .withMessageStartingWith(
                        "The link to virtual has ended\n  Seen: the virtual board is running at PC 0x0800")
                .withMessageContaining(
                        "; it stopped: I2C1 at offset 0x00 is not modelled: read of 0x40005400, pc 0x0800");
    }

    @Test
    void an_unknown_pace_is_answered_with_the_valid_ones() {
        System.setProperty("hil.virtual.pace", "slow");
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new VirtualBoardProvider().open())
                    .withMessage("hil.virtual.pace must be virtual or real: \"slow\"");
        } finally {
            System.clearProperty("hil.virtual.pace");
        }
    }
}
