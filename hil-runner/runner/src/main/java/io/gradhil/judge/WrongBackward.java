package io.gradhil.judge;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.Pass;
import io.gradhil.reference.TracedStep;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.layer.Dense;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Gradients with a mistake in them, to compare a board's with. Layers are counted from 0. */
final class WrongBackward {
    private final Network network;
    private final Batch batch;
    private final Pass pass;
    private final double[] right;

    WrongBackward(Network network, Batch batch) {
        this.network = network;
        this.batch = batch;
        TracedStep traced = network.traced(batch);
        this.pass = traced.pass();
        this.right = traced.step().gradients().values();
    }

    /** Returns the gradients without any mistake. */
    double[] right() {
        return right;
    }

    /** Computes the gradients that come out if some layers take {@code dz = da} for {@code dz = da . f'(z)}. */
    double[] withoutDerivative(IntPredicate ofLayer) {
        List<Dense> layers = network.layers();
        double[] parameters = network.parameters();
        double[] gradients = new double[parameters.length];
        double[] da = pass.activationGradients(layers.size() - 1);
        for (int l = layers.size() - 1; l >= 0; l--) {
            double[] dz = ofLayer.test(l) ? da : delta(l, da);
            layers.get(l).parameterGradients(pass.inputs(l), dz, pass.size(), gradients);
            if (l > 0) {
                da = new double[pass.activations(l - 1).length];
                layers.get(l).inputGradients(parameters, dz, da, pass.size());
            }
        }
        return gradients;
    }

    private double[] delta(int layer, double[] da) {
        double[] dz = new double[da.length];
        activation(layer).backward(pass.preActivations(layer), pass.activations(layer), da, dz);
        return dz;
    }

    private Activation activation(int layer) {
        return network.spec().layers().get(layer).activation();
    }

    /** Computes the gradients that come out if some layers do not add their bias on the way forward. */
    double[] withoutBias(IntPredicate ofLayer) {
        NetworkSpec spec = network.spec();
        double[] parameters = network.parameters();
        for (ParameterBlock block : spec.layout().blocks()) {
            if (block.isBias() && ofLayer.test(block.layer())) {
                Arrays.fill(parameters, block.offset(), block.offset() + block.size(), 0);
            }
        }
        return new Network(spec, parameters).backward(batch).gradients().values();
    }

    /** Computes the gradients that come out if one weight matrix is written column by column. */
    double[] transposed(ParameterBlock block) {
        double[] gradients = right.clone();
        for (int r = 0; r < block.rows(); r++) {
            for (int c = 0; c < block.columns(); c++) {
                gradients[block.offset() + c * block.rows() + r] = right[block.offset() + r * block.columns() + c];
            }
        }
        return gradients;
    }

    /** Computes the gradients that come out if every layer hands its gradient back with the sign flipped. */
    double[] withSignHandedBack() {
        int last = network.layers().size() - 1;
        double[] gradients = right.clone();
        for (ParameterBlock block : network.spec().layout().blocks()) {
            for (int i = block.offset(); (last - block.layer()) % 2 == 1 && i < block.offset() + block.size(); i++) {
                gradients[i] = -gradients[i];
            }
        }
        return gradients;
    }

    /** Computes what one sample alone adds to the gradients of the batch. */
    double[] shareOf(int sample) {
        Batch alone = Batch.of(batch.inputs(), batch.outputs(), batch.row(sample));
        double[] share = network.backward(alone).gradients().values();
        for (int i = 0; i < share.length; i++) {
            share[i] /= batch.size();
        }
        return share;
    }
}
