package io.gradhil.simulator;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.board.Board;
import io.gradhil.core.BuildId;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.LinkClosedException;
import io.gradhil.testing.Tools;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QemuBoardTests extends ProcessBoardContract {
    QemuBoardTests() {
        super(new QemuBoardProvider(), "netduinoplus2");
    }

    @BeforeAll
    static void needQemu() {
        Tools.need("qemu-system-arm");
    }

    @Test
    void what_qemu_says_of_an_image_that_it_cannot_load_is_passed_on() {
        FirmwareId id = new FirmwareId(1, new BuildId("00000000000000000000000000000000"));
        try (Board board = new QemuBoardProvider().open()) {
            assertThatExceptionOfType(LinkClosedException.class)
                    .isThrownBy(() -> {
                        board.flash(new FirmwareImage(Path.of("nowhere.elf"), id));
                        board.link()
                                .read(new byte[1], io.gradhil.core.Deadline.after(java.time.Duration.ofSeconds(20)));
                    })
                    .withMessageContaining("qemu-system-arm ended with exit code 1; it wrote:\n")
                    .withMessageContaining("nowhere.elf");
        }
    }
}
