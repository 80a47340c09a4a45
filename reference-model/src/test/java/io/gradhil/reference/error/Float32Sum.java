package io.gradhil.reference.error;

import java.util.SplittableRandom;

/** Ways to compute {@code start + sum_k x_k y_k} in float32; both vectors lie in an array with a stride. */
enum Float32Sum {
    FORWARD(false) {
        @Override
        float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start) {
            float sum = start;
            for (int k = 0; k < n; k++) {
                sum += x[xAt + k * xStride] * y[yAt + k * yStride];
            }
            return sum;
        }
    },
    FORWARD_FUSED(true) {
        @Override
        float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start) {
            float sum = start;
            for (int k = 0; k < n; k++) {
                sum = Math.fma(x[xAt + k * xStride], y[yAt + k * yStride], sum);
            }
            return sum;
        }
    },
    REVERSE(false) {
        @Override
        float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start) {
            float sum = 0;
            for (int k = n - 1; k >= 0; k--) {
                sum += x[xAt + k * xStride] * y[yAt + k * yStride];
            }
            return sum + start;
        }
    },
    REVERSE_FUSED(true) {
        @Override
        float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start) {
            float sum = 0;
            for (int k = n - 1; k >= 0; k--) {
                sum = Math.fma(x[xAt + k * xStride], y[yAt + k * yStride], sum);
            }
            return sum + start;
        }
    },
    RANDOM(false) {
        @Override
        float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start) {
            int[] order = shuffled(n);
            float sum = start;
            for (int k : order) {
                sum += x[xAt + k * xStride] * y[yAt + k * yStride];
            }
            return sum;
        }
    },
    PAIRWISE(false) {
        @Override
        float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start) {
            return start + pairwise(x, xAt, xStride, y, yAt, yStride, 0, n, false);
        }
    },
    PAIRWISE_FUSED(true) {
        @Override
        float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start) {
            return start + pairwise(x, xAt, xStride, y, yAt, yStride, 0, n, true);
        }
    };

    private static final int[][] ORDERS = new int[1 << 14][];

    private final boolean fused;

    Float32Sum(boolean fused) {
        this.fused = fused;
    }

    boolean fused() {
        return fused;
    }

    boolean isPairwise() {
        return this == PAIRWISE || this == PAIRWISE_FUSED;
    }

    abstract float dot(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int n, float start);

    float dot(float[] x, float[] y, float start) {
        return dot(x, 0, 1, y, 0, 1, x.length, start);
    }

    private static synchronized int[] shuffled(int n) {
        if (ORDERS[n] == null) {
            SplittableRandom random = new SplittableRandom(n);
            int[] order = new int[n];
            for (int k = 0; k < n; k++) {
                int other = random.nextInt(k + 1);
                order[k] = order[other];
                order[other] = k;
            }
            ORDERS[n] = order;
        }
        return ORDERS[n];
    }

    private static float pairwise(
            float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int from, int to, boolean fused) {
        float first = x[xAt + from * xStride] * y[yAt + from * yStride];
        if (to - from == 1) {
            return first;
        }
        if (fused && to - from == 2) {
            return Math.fma(x[xAt + (from + 1) * xStride], y[yAt + (from + 1) * yStride], first);
        }
        int middle = (from + to) >>> 1;
        return pairwise(x, xAt, xStride, y, yAt, yStride, from, middle, fused)
                + pairwise(x, xAt, xStride, y, yAt, yStride, middle, to, fused);
    }
}
