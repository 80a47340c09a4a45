package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Element;
import io.gradhil.judge.Zscores;
import io.gradhil.reference.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Counts what was judged and keeps what failed. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Verification {
    private final List<Comparison> failures = new ArrayList<>();
    private int batches;
    private long gradients;
    private Zscores zscores = Zscores.NONE;
    private @Nullable Element worst;

    Verification() {}

    /** Judges a step: its loss and all its gradients, which it returns compared. */
    Comparison verify(McuStep step) {
        batches++;
        note(step.compareLoss());
        Comparison compared = step.compareGradients();
        gradients += compared.size();
        zscores = zscores.plus(compared.zscores());
        note(compared);
        Element candidate = compared.worst();
        if (worst == null || candidate.ratio() > worst.ratio()) {
            worst = candidate;
        }
        return compared;
    }

    /** Judges an update: all parameters, and what the optimizer remembers, bit for bit. */
    void verify(McuUpdate update, Optimizer optimizer) {
        note(update.compareParameters());
        if (optimizer.statesPerParameter() > 0) {
            note(update.compareOptimizer());
        }
    }

    void note(Comparison comparison) {
        if (!comparison.passes()) {
            failures.add(comparison);
        }
    }

    /** Returns how many batches were judged. */
    public int batches() {
        return batches;
    }

    /** Returns how many gradient elements were judged. */
    public long gradients() {
        return gradients;
    }

    /** Returns what the zscores of all gradients judged come to. */
    public Zscores zscores() {
        return zscores;
    }

    /** Returns the gradient that came closest to its limit, or went furthest beyond; empty if none was judged. */
    public Optional<Element> worst() {
        return Optional.ofNullable(worst);
    }

    /** Returns the comparisons that failed, potentially empty. */
    public List<Comparison> failures() {
        return List.copyOf(failures);
    }
}
