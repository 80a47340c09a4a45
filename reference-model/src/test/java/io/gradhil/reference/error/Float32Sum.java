package io.gradhil.reference.error;

/** Ways to compute {@code start + sum_k x_k y_k} in float32. */
enum Float32Sum {
    FORWARD(false) {
        @Override
        float dot(float[] x, float[] y, float start) {
            float sum = start;
            for (int k = 0; k < x.length; k++) {
                sum += x[k] * y[k];
            }
            return sum;
        }
    },
    FORWARD_FUSED(true) {
        @Override
        float dot(float[] x, float[] y, float start) {
            float sum = start;
            for (int k = 0; k < x.length; k++) {
                sum = Math.fma(x[k], y[k], sum);
            }
            return sum;
        }
    },
    REVERSE(false) {
        @Override
        float dot(float[] x, float[] y, float start) {
            float sum = 0;
            for (int k = x.length - 1; k >= 0; k--) {
                sum += x[k] * y[k];
            }
            return sum + start;
        }
    },
    REVERSE_FUSED(true) {
        @Override
        float dot(float[] x, float[] y, float start) {
            float sum = 0;
            for (int k = x.length - 1; k >= 0; k--) {
                sum = Math.fma(x[k], y[k], sum);
            }
            return sum + start;
        }
    },
    PAIRWISE(false) {
        @Override
        float dot(float[] x, float[] y, float start) {
            return start + pairwise(x, y, 0, x.length, false);
        }
    },
    PAIRWISE_FUSED(true) {
        @Override
        float dot(float[] x, float[] y, float start) {
            return start + pairwise(x, y, 0, x.length, true);
        }
    };

    private final boolean fused;

    Float32Sum(boolean fused) {
        this.fused = fused;
    }

    boolean fused() {
        return fused;
    }

    abstract float dot(float[] x, float[] y, float start);

    private static float pairwise(float[] x, float[] y, int from, int to, boolean fused) {
        if (to - from == 1) {
            return x[from] * y[from];
        }
        if (fused && to - from == 2) {
            return Math.fma(x[from], y[from], x[from + 1] * y[from + 1]);
        }
        int middle = (from + to) >>> 1;
        return pairwise(x, y, from, middle, fused) + pairwise(x, y, middle, to, fused);
    }
}
