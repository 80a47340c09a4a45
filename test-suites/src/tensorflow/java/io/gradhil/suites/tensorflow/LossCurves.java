package io.gradhil.suites.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Leaves the loss curves of three engines as a table and as a figure. */
final class LossCurves {
    private static final Path FOLDER =
            Path.of(System.getProperty("gradhil.target", "target")).resolve("witness");

    private LossCurves() {}

    /** Writes {@code loss-curves.csv}, {@code .svg} and {@code .png} to {@code target/witness}. */
    static void write(WitnessReport report) throws IOException {
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve("loss-curves.csv"), csv(report));
        LossCurveFigure figure = new LossCurveFigure(report);
        figure.writePng(FOLDER.resolve("loss-curves.png"));
        figure.writeSvg(FOLDER.resolve("loss-curves.svg"));
    }

    /** Enough digits to give back every float and double bit for bit. */
    private static List<String> csv(WitnessReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("batch,epoch,samples,board_mse,tensorflow_mse,reference_mse,reference_gradient_norm,undecided_jump");
        int number = 0;
        for (WitnessBatch batch : report.batches()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%s,%s,%s,%s,%s",
                    ++number,
                    batch.epoch(),
                    batch.samples(),
                    batch.board(),
                    batch.tensorFlow(),
                    batch.reference(),
                    batch.gradientNorm(),
                    batch.jump()));
        }
        return lines;
    }
}
