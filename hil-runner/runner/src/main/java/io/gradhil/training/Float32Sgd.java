package io.gradhil.training;

/**
 * Repeats the board's update bit for bit: {@code w - round(eta * g)}, the product rounded to float32 before the
 * subtraction is, as {@code firmware/nn/optimizer.c} does it. Java's float arithmetic is IEEE 754 binary32.
 */
final class Float32Sgd {
    private Float32Sgd() {}

    /** Returns the parameters after one step; the arguments are not modified. */
    static float[] step(float[] parameters, float[] gradients, float learningRate) {
        float[] stepped = new float[parameters.length];
        for (int i = 0; i < stepped.length; i++) {
            stepped[i] = parameters[i] - learningRate * gradients[i];
        }
        return stepped;
    }
}
