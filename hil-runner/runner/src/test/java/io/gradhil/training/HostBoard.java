package io.gradhil.training;

import io.gradhil.board.Board;
import io.gradhil.board.Boards;
import io.gradhil.core.FirmwareImage;
import io.gradhil.firmware.Firmware;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.report.StepListener;
import io.gradhil.testing.FrameTap;
import io.gradhil.testing.Tools;
import java.time.Duration;
import java.util.Random;

/** The real firmware on the board {@code host}, with a tap on its link. */
final class HostBoard implements AutoCloseable {
    final Board board;
    final FrameTap tap;
    final McuClient client;

    HostBoard() {
        Tools.need("cc", "cmake");
        var provider = Boards.named("host");
        FirmwareImage image = Firmware.image(provider.target());
        board = provider.open();
        board.flash(image);
        tap = new FrameTap(board.link());
        client = McuClient.connect(tap, "host", board::state, image.id(), Duration.ofSeconds(10), StepListener.NONE);
    }

    /** Returns samples of four inputs and a target. */
    static Batch batch(int samples, long seed) {
        Random random = new Random(seed);
        float[] values = new float[samples * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Batch.of(4, 1, values);
    }

    /** Returns how often the host has read parameters. */
    long parameterReads() {
        return tap.requests().stream()
                .filter(frame -> frame.type() == 5 && frame.payload()[0] == 0)
                .count();
    }

    @Override
    public void close() {
        board.close();
    }
}
