package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The model that the exploration uses behaves as the firmware, which reads the same vectors. */
class WindowVectorTests {
    private static final Path VECTORS =
            Path.of(System.getProperty("gradhil.root"), "firmware", "test", "vectors", "window.txt");

    @Test
    void model_answers_as_the_firmware() throws IOException {
        BoardModel board = new BoardModel(8, 0);
        int frames = 0;
        for (String line : Files.readAllLines(VECTORS)) {
            String[] fields = line.split(" ");
            if (fields[0].equals("session")) {
                board = new BoardModel(8, Integer.parseInt(fields[1]) + 1 & 0xFFFF);
            } else if (fields[0].equals("frame")) {
                assertThat(describe(board.frame(Integer.parseInt(fields[1])))).isEqualTo(fields[2] + " " + fields[3]);
                frames++;
            }
        }

        assertThat(frames).isGreaterThan(1000);
    }

    private static String describe(BoardModel.Answer answer) {
        String kind = answer.kind().name().toLowerCase(Locale.ROOT);
        return switch (answer.kind()) {
            case RUN, AGAIN -> kind + " " + join(answer.sequences());
            case GAP -> kind + " " + answer.next() + "/" + answer.held();
            case BEYOND -> kind + " " + answer.next();
            case NONE -> kind + " -";
        };
    }

    private static String join(List<Integer> sequences) {
        return sequences.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
