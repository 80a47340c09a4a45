package io.gradhil.reference.error;

import java.util.SplittableRandom;

/** An engine's sigmoid and tanh. */
interface Float32Functions {

    float sigmoid(float z);

    float tanh(float z);

    /** Up to 3 ulp away from the correctly rounded value: within the 4 ulp that are assumed. */
    static Float32Functions disturbed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Float32Functions() {
            @Override
            public float sigmoid(float z) {
                return disturbed((float) (1 / (1 + Math.exp(-(double) z))), random.nextInt(-3, 4));
            }

            @Override
            public float tanh(float z) {
                return disturbed((float) Math.tanh(z), random.nextInt(-3, 4));
            }
        };
    }

    private static float disturbed(float value, int ulps) {
        float result = value;
        for (int i = 0; i < Math.abs(ulps); i++) {
            result = ulps > 0 ? Math.nextUp(result) : Math.nextDown(result);
        }
        return result;
    }

    /** The operations of the firmware's {@code nn/activation.c}, one by one. */
    Float32Functions FIRMWARE = new Float32Functions() {
        @Override
        public float sigmoid(float z) {
            if (z >= 0) {
                return 1 / (1 + exp(-z));
            }
            float e = exp(z);
            return e / (1 + e);
        }

        @Override
        public float tanh(float z) {
            float magnitude = Math.abs(z);
            if (magnitude < 0x1p-12f) {
                return z;
            }
            if (magnitude < 0.625f) {
                float s = z * z;
                float q = 0.00229274482f;
                q = q * s - 0.00834394552f;
                q = q * s + 0.0217689187f;
                q = q * s - 0.0539592596f;
                q = q * s + 0.133333036f;
                q = q * s - 0.333333332f;
                return z + z * s * q;
            }
            float a = 1 - 2 / (exp(2 * Math.min(magnitude, 10)) + 1);
            return z < 0 ? -a : a;
        }
    };

    private static float exp(float z) {
        float x = Math.min(z, 89);
        if (x < -105) {
            return 0;
        }
        float quotient = x * 1.44269504f;
        int k = (int) (quotient < 0 ? quotient - 0.5f : quotient + 0.5f);
        float r = (x - k * 0x1.62ep-1f) - k * 0x1.0bfbe8p-15f;
        float p = 0.000198909885f;
        p = p * r + 0.00139336479f;
        p = p * r + 0.00833331093f;
        p = p * r + 0.0416664649f;
        p = p * r + 0.166666667f;
        p = p * r + 0.500000001f;
        float e = 1 + (r + r * r * p);
        int half = k / 2;
        return e * powerOfTwo(half) * powerOfTwo(k - half);
    }

    private static float powerOfTwo(int k) {
        return Float.intBitsToFloat((k + 127) << 23);
    }
}
