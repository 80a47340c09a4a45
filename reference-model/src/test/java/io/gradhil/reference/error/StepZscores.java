package io.gradhil.reference.error;

import io.gradhil.reference.Gradients;
import io.gradhil.reference.Network;

/** Statistics of one step's loss, outputs, gradients and parameters, or of many steps'. */
final class StepZscores {

    final Zscores loss = new Zscores();
    final Zscores outputs = new Zscores();
    final Zscores gradients = new Zscores();
    final Zscores parameters = new Zscores();

    /** {@code network} is where the step began; the engine has taken it. */
    static StepZscores of(Network network, ErrorBounds bounds, Float32Engine engine) {
        StepZscores zscores = new StepZscores();
        Gradients gradients = bounds.reference().step().gradients();
        Network stepped = new Network(network.spec(), network.parameters(), network.optimizerState());
        stepped.apply(gradients);
        zscores.loss.add(engine.loss, bounds.reference().step().loss(), bounds.lossSigma(), bounds.loss());
        zscores.outputs.add(
                engine.outputs, bounds.reference().pass().outputs(), bounds.outputSigmas(), bounds.outputs());
        zscores.gradients.add(
                engine.gradients,
                gradients.values(),
                bounds.gradientSigmas().values(),
                bounds.gradients().values());
        zscores.parameters.add(
                engine.parameters, stepped.parameters(), bounds.steppedParameterSigmas(), bounds.steppedParameters());
        return zscores;
    }

    void add(StepZscores other) {
        loss.add(other.loss);
        outputs.add(other.outputs);
        gradients.add(other.gradients);
        parameters.add(other.parameters);
    }

    double largest() {
        return Math.max(
                Math.max(loss.largest(), outputs.largest()), Math.max(gradients.largest(), parameters.largest()));
    }

    double usage() {
        return Math.max(Math.max(loss.usage(), outputs.usage()), Math.max(gradients.usage(), parameters.usage()));
    }

    @Override
    public String toString() {
        return "\n  loss       " + loss + "\n  outputs    " + outputs + "\n  gradients  " + gradients
                + "\n  parameters " + parameters;
    }
}
