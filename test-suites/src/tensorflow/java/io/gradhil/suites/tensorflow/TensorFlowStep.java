package io.gradhil.suites.tensorflow;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.Tolerance;
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

    /** Compares the loss with the reference's, within {@link Tolerance#derived}, as the board's is. */
    Comparison compareLoss(ErrorBounds expected) {
        Predictions predictions = Predictions.single(
                "TensorFlow's loss", expected.reference().step().loss(), expected.loss(), expected.lossSigma());
        return new Comparison(predictions, new float[] {loss}, Tolerance.derived());
    }

    /** Compares every gradient with the reference's, within {@link Tolerance#derived}, as the board's are. */
    Comparison compareGradients(ErrorBounds expected) {
        Predictions predictions = new Predictions(
                "TensorFlow's gradient",
                layout::describe,
                true,
                expected.reference().step().gradients().values(),
                expected.gradients().values(),
                expected.gradientSigmas().values());
        return new Comparison(predictions, gradients, Tolerance.derived());
    }
}
