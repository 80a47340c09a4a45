package io.gradhil.training;

import io.gradhil.reference.optim.Optimizer;
import org.apiguardian.api.API;

/** Training does not converge: numbers leave the range of float32, on the board and in the reference alike. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingDivergedException(int epoch, int batch, float board, double reference, Optimizer optimizer) {
        super(String.format(
                        "Training diverged in epoch %d, batch %d%n  Seen: loss of the board %s, of the reference %s%n"
                                + "  Do:   lower the learning rate of %s, or scale the data",
                        epoch, batch, board, reference, optimizer)
                .replace(System.lineSeparator(), "\n"));
    }
}
