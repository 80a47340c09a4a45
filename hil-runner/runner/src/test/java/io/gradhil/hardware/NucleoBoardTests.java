package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.gradhil.board.Board;
import io.gradhil.board.BoardContract;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.WrongBoardException;
import io.gradhil.rehearsal.Bench;
import io.gradhil.report.Step;
import io.gradhil.testing.Tools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The board {@code nucleo} on a bench: OpenOCD and the serial port are real, what is behind them is not. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "benches are made on Linux only")
@Timeout(180)
class NucleoBoardTests extends BoardContract {
    private static Bench bench;

    NucleoBoardTests() {
        super(new NucleoBoardProvider());
    }

    @BeforeAll
    static void openBench() {
        Tools.need("openocd");
        bench = Bench.open(1);
        bench.properties().forEach(System::setProperty);
    }

    @AfterAll
    static void closeBench() {
        if (bench != null) { // OpenOCD is there
            bench.properties().keySet().forEach(System::clearProperty);
            bench.close();
        }
    }

    @Test
    void says_which_probe_and_port_it_is() {
        board.flash(image);

        assertThat(board.name()).isEqualTo("nucleo:bench1");
        assertThat(board.state())
                .isEqualTo("ST-LINK " + bench.boards().get(0).serial() + " at "
                        + bench.boards().get(0).byId());
    }

    /**
     * Sets USART2 up at 115,200 baud from the HSI and sends the bytes 0 to 63 at once, then stands still: thumb code for RM0383's reset state.
     */
    private static final String TALKER = "0010002009000008" // stack pointer, reset vector
            + "0d480121016001214904016" // RCC_AHB1ENR.GPIOAEN, RCC_APB1ENR.USART2EN
            + "10b480c49016007210902016" // PA2 is USART2_TX
            + "20a488b21816042f20801c160" // BRR, then UE and TE
            + "002201680906fcd542600132402af8d1fee70000" // for each byte: wait for TXE, send
            + "3038024000000240200000a800440040"; // addresses

    private static byte[] elf(byte[] code) {
        ByteBuffer elf = ByteBuffer.allocate(84 + code.length).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464C457F).putInt(0x00010101).putLong(0); // 32 bit, little-endian
        elf.putShort((short) 2).putShort((short) 40).putInt(1); // an executable for ARM
        elf.putInt(0x08000008).putInt(52).putInt(0).putInt(0); // entry, program headers, no sections
        elf.putShort((short) 52)
                .putShort((short) 32)
                .putShort((short) 1)
                .putShort((short) 40)
                .putInt(0);
        elf.putInt(1).putInt(84).putInt(0x08000000).putInt(0x08000000); // one segment to load
        return elf.putInt(code.length)
                .putInt(code.length)
                .putInt(5)
                .putInt(4)
                .put(code)
                .array();
    }

    /** Zephyr's issue of lost first bytes: of a program that speaks at once, each byte arrives, after flashing and after resetting. */
    @Test
    void no_byte_is_lost_of_a_program_that_speaks_at_once(@TempDir Path folder) throws IOException {
        Path talker =
                Files.write(folder.resolve("talker.elf"), elf(HexFormat.of().parseHex(TALKER)));

        board.flash(new FirmwareImage(talker, image.id()));

        assertThat(received(64)).isEqualTo(talk());
        for (int i = 0; i < 3; i++) {
            board.reset();
            assertThat(received(64)).isEqualTo(talk());
        }
    }

    private static byte[] talk() {
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private byte[] received(int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[count];
        Deadline deadline = Deadline.after(Duration.ofSeconds(20));
        while (all.size() < count && !deadline.expired()) {
            all.write(some, 0, board.link().read(some, deadline));
        }
        return all.toByteArray();
    }

    @Test
    void an_image_that_is_on_the_chip_is_verified_and_not_written_again() {
        List<Step> steps = new ArrayList<>();
        board.flash(image);
        board.close();

        try (Board again = new NucleoBoardProvider().open("", steps::add)) {
            again.flash(image);
        }

        assertThat(steps)
                .extracting(Step::name, Step::detail)
                .contains(tuple("openocd", "unchanged, verified on the chip"));
    }

    /** A check of samples, or of the size, would pass. */
    @Test
    void one_byte_that_differs_anywhere_has_the_image_written(@TempDir Path folder) throws IOException {
        for (int place : new int[] {0, 0x1234, 0x2A00}) {
            List<Step> steps = new ArrayList<>();
            byte[] elf = Files.readAllBytes(image.path());
            int flash = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).getInt(52 + 4);
            elf[flash + place] ^= 1;
            board.close();
            bench.boards().get(0).thread().call(nucleo -> {
                nucleo.load(elf);
                nucleo.powerOn();
                return null;
            });

            board = new NucleoBoardProvider().open("", steps::add);
            board.flash(image);

            assertThat(steps).extracting(Step::detail).contains("written and verified");
        }
    }

    @Test
    void another_chip_than_the_flashed_one_is_refused() {
        board.flash(image);

        assertThatExceptionOfType(WrongBoardException.class)
                .isThrownBy(() -> board.identify("000000000000000000000000"))
                .withMessageStartingWith("Another chip than that of board nucleo:bench1 answers on ");
    }
}
