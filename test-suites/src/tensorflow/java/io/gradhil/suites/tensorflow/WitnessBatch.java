package io.gradhil.suites.tensorflow;

/**
 * One batch, seen by three engines that train by themselves.
 *
 * @param epoch from 1
 * @param samples in the batch
 * @param board the board's loss before its update
 * @param tensorFlow TensorFlow's
 * @param reference the reference's
 * @param gradientNorm Euclidean norm of the reference's gradients
 * @param jump by how much an engine's parameters may part from the reference's here, because a ReLU decision is in doubt; mostly 0
 */
record WitnessBatch(
        int epoch, int samples, float board, float tensorFlow, double reference, double gradientNorm, double jump) {}
