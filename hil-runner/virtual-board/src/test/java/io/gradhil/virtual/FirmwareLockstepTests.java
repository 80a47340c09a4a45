package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The firmware trains on a board that interprets and stops for everything, and on one that translates and stops for what may be noticed, side by side. */
class FirmwareLockstepTests {
    private static final int BATCHES = 3;
    private static final int RAM = 0x20000000;
    private static final int RAM_BYTES = 128 << 10;

    private final FirmwareHost interpreted = host(-1);
    private final FirmwareHost translated = host(0);
    private final SplittableRandom slices = new SplittableRandom(5);

    private static FirmwareHost host(int translateAfter) {
        VirtualNucleo board = new VirtualNucleo();
        board.core().translateAfter(translateAfter);
        return FirmwareHost.start(board);
    }

    @Test
    void batches_and_steps_leave_the_same_state_at_every_stop() {
        assertThat(translated.hello()).isEqualTo(interpreted.hello());
        Training rows = new Training(1);
        request(Training.CONFIGURE, Training.configure());
        for (int offset = 0; offset < Training.PARAMETERS; offset += 250) {
            request(Training.WRITE, rows.write(offset));
        }

        for (int k = 0; k < BATCHES; k++) {
            request(Training.BATCH, rows.batch());
            request(Training.READ, Training.readGradients(256 * k));
            request(Training.STEP, new byte[0]);
        }

        assertThat(translated.board().core().translations()).isGreaterThan(30);
    }

    private void request(int type, byte[] payload) {
        interpreted.send(type, payload);
        translated.send(type, payload);
        int count;
        do {
            count = interpreted.board().serial().received();
            Duration slice = Duration.ofNanos(1000 + slices.nextInt(300_000));
            assertThat(translated.board().runFor(slice))
                    .isEqualTo(interpreted.board().runUntil(() -> false, slice));
            compare();
        } while (!interpreted.board().isIdle() || count == 0);
        assertThat(translated.board().serial().receive())
                .isEqualTo(interpreted.board().serial().receive());
        assertThat(memory(translated)).isEqualTo(memory(interpreted));
    }

    private void compare() {
        assertThat(translated.board().cycles()).isEqualTo(interpreted.board().cycles());
        for (int number = 0; number < 96; number++) {
            assertThat(translated.board().core().register(number))
                    .as("register %d", number)
                    .isEqualTo(interpreted.board().core().register(number));
        }
    }

    private static int[] memory(FirmwareHost host) {
        int[] words = new int[RAM_BYTES / 4];
        for (int k = 0; k < words.length; k++) {
            words[k] = host.board().core().read(RAM + 4 * k, 4);
        }
        return words;
    }
}
