package io.gradhil.suites.tensorflow;

/**
 * The mean losses over an epoch's samples, each batch before its update.
 *
 * @param number from 1
 * @param board the board's
 * @param tensorFlow TensorFlow's
 * @param reference the reference's
 * @param gradientNorm mean Euclidean norm of the reference's gradients
 */
record WitnessEpoch(int number, double board, double tensorFlow, double reference, double gradientNorm) {

    /** How far an epoch's loss may be from the reference's, relative to it: half a unit in the sixth digit, at worst. */
    static final double SIX_DIGITS = 5e-7;
}
