package io.gradhil.reference.error;

import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.Pass;
import io.gradhil.reference.TracedStep;
import io.gradhil.reference.optim.OptimizerState;

/**
 * Predicts the standard deviation of every error of one step: roundings are independent, with mean 0 and variance u^2/3 of the squared
 * result, and are passed on to first order. Derivation: {@code docs/derivation.md}, sections 8 and 9.
 */
final class SigmaModel {

    private final Network network;
    private final NetworkSpec spec;
    private final double[] parameters;
    private final OptimizerState state;
    private final double[] targets;
    private final TracedStep reference;
    private final Pass pass;
    private final double[][] vz;
    private final double[][] va;
    private final double[][] vdz;
    private final double[] exact;
    private final SampleErrors samples;

    SigmaModel(Network network, double[] parameters, double[] targets, TracedStep reference) {
        int layers = network.layers().size();
        this.network = network;
        this.spec = network.spec();
        this.parameters = parameters;
        this.state = network.optimizerState();
        this.targets = targets;
        this.reference = reference;
        this.pass = reference.pass();
        this.vz = new double[layers][];
        this.va = new double[layers][];
        this.vdz = new double[layers][];
        this.exact = new double[pass.inputs(0).length];
        this.samples = SampleErrors.of(pass.outputs(), spec.outputs());
    }

    Sigmas sigmas() {
        forward();
        double loss = LossVariances.value(spec.loss(), pass.outputs(), va[va.length - 1], targets, samples);
        double[] gradients = backward();
        return new Sigmas(reference, samples, loss, va, vdz, gradients, () -> stepped(gradients));
    }

    private double[] stepped(double[] variances) {
        double[] gradients = reference.step().gradients().values();
        return OptimizerVariances.stepped(spec.optimizer(), state, parameters, gradients, variances);
    }

    private void forward() {
        for (int l = 0; l < vz.length; l++) {
            vz[l] = denseOf(l).forward(pass.inputs(l), inputVariances(l), pass.preActivations(l));
            va[l] = ActivationVariances.forward(
                    layerSpec(l).activation(), pass.preActivations(l), vz[l], pass.activations(l));
        }
    }

    private double[] backward() {
        int last = vz.length - 1;
        double[] variances = new double[parameters.length];
        double[] gradients = reference.step().gradients().values();
        double[] dy = pass.activationGradients(last);
        double[] vda = LossVariances.backward(spec.loss(), pass.outputs(), va[last], targets, dy);
        samples.share(dy, vda);
        for (int l = last; l >= 0; l--) {
            double[] dz = pass.deltas(l);
            vdz[l] = slopes(l, vda);
            new ParameterVariances(network.layers().get(l), samples, gradients, variances)
                    .add(pass.inputs(l), inputVariances(l), dz, vdz[l]);
            if (l > 0) {
                vda = denseOf(l).inputGradients(dz, vdz[l], pass.activationGradients(l - 1));
            }
        }
        return variances;
    }

    private double[] slopes(int l, double[] vda) {
        return ActivationVariances.backward(
                layerSpec(l).activation(),
                pass.preActivations(l),
                vz[l],
                pass.activations(l),
                va[l],
                pass.activationGradients(l),
                vda);
    }

    /** The samples are the same float32 values on both sides. */
    private double[] inputVariances(int layer) {
        return layer == 0 ? exact : va[layer - 1];
    }

    private DenseVariances denseOf(int layer) {
        return new DenseVariances(network.layers().get(layer), parameters, pass.size());
    }

    private LayerSpec layerSpec(int layer) {
        return spec.layers().get(layer);
    }
}
