package io.gradhil.suites.tensorflow;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Limit;
import io.gradhil.reference.ParameterLayout;
import io.gradhil.reference.error.ErrorBounds;

/**
 * What TensorFlow computes for one batch.
 *
 * @param layout numbers the gradients
 * @param loss mean over the batch and the outputs
 * @param gradients one for each parameter, in the order of {@code layout}
 */
record TensorFlowStep(ParameterLayout layout, float loss, float[] gradients) {

    /** Compares the loss with the reference's, within its rounding error's bound: the one that the board has to keep. */
    Comparison compareLoss(ErrorBounds bounds) {
        return Comparison.single(
                "TensorFlow's loss",
                Limit.ROUNDING_BOUND,
                loss,
                bounds.reference().step().loss(),
                bounds.loss());
    }

    /** Compares every gradient with the reference's, within its rounding error's bound: the one that the board has to keep. */
    Comparison compareGradients(ErrorBounds bounds) {
        return new Comparison(
                "TensorFlow's gradient",
                Limit.ROUNDING_BOUND,
                layout::describe,
                gradients,
                bounds.reference().step().gradients().values(),
                bounds.gradients().values());
    }
}
