package io.gradhil.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.core.FirmwareImage;
import io.gradhil.firmware.Firmware;
import io.gradhil.link.ByteLink;
import io.gradhil.protocol.McuClient;
import io.gradhil.report.StepListener;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every board keeps to. */
public abstract class BoardContract {
    private final BoardProvider provider;
    protected FirmwareImage image;
    protected Board board;

    protected BoardContract(BoardProvider provider) {
        this.provider = provider;
    }

    @BeforeEach
    void open() {
        image = Firmware.image(provider.target());
        board = provider.open();
    }

    @AfterEach
    void close() {
        board.close();
    }

    protected McuClient connect() {
        return McuClient.connect(
                board.link(), board.name(), board::state, image.id(), Duration.ofSeconds(10), StepListener.NONE);
    }

    @Test
    void nothing_runs_before_flash() {
        assertThat(board.state()).isEmpty();
        assertThatIllegalStateException().isThrownBy(board::link).withMessage("Nothing was flashed yet");
        assertThatIllegalStateException().isThrownBy(board::reset).withMessage("Nothing was flashed yet");
    }

    @Test
    void says_hello_after_flash_with_the_id_of_the_image() {
        board.flash(image);

        assertThat(connect().hello().firmware()).isEqualTo(image.id());
    }

    @Test
    void echoes_every_byte_in_frames_of_every_size() {
        board.flash(image);
        McuClient client = connect();
        for (int length : new int[] {0, 1, 253, 254, 255, 1024}) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) i;
            }

            assertThat(client.echo(bytes)).isEqualTo(bytes);
        }
    }

    @Test
    void hello_survives_what_was_left_on_the_line() {
        board.flash(image);
        board.link().write(new byte[] {9, 8, 7, 6});

        assertThat(connect().hello().firmware()).isEqualTo(image.id());
    }

    @Test
    void reset_starts_the_image_afresh_with_a_new_link() {
        board.flash(image);
        ByteLink before = board.link();
        connect();

        board.reset();

        assertThat(board.link()).isNotSameAs(before);
        assertThat(connect().hello().firmware()).isEqualTo(image.id());
    }

    @Test
    void reset_message_starts_the_firmware_anew() {
        board.flash(image);
        McuClient client = connect();
        long before = client.hello().resetCount();

        assertThat(client.reset().resetCount()).isEqualTo(before + 1);
    }

    @Test
    void close_is_safe_twice() {
        board.flash(image);
        connect();

        board.close();
        board.close();

        assertThat(board.state()).isEmpty();
    }
}
