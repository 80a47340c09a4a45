package io.gradhil.reference.layer;

import org.apiguardian.api.API;

/** Names the function {@code a = f(z)} at the end of a layer, with its derivative. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Activation {

    /** {@code f(z) = z}. */
    LINEAR {
        @Override
        public double value(double z) {
            return z;
        }

        @Override
        public double derivative(double z, double a) {
            return 1;
        }

        @Override
        public void forward(double[] z, double[] a) {
            System.arraycopy(z, 0, a, 0, z.length);
        }

        @Override
        public void backward(double[] z, double[] a, double[] da, double[] dz) {
            System.arraycopy(da, 0, dz, 0, da.length);
        }
    },

    /** {@code f(z) = max(0, z)}; the derivative at 0 is 0. */
    RELU {
        @Override
        public double value(double z) {
            return z > 0 ? z : 0;
        }

        @Override
        public double derivative(double z, double a) {
            return z > 0 ? 1 : 0;
        }

        @Override
        public void forward(double[] z, double[] a) {
            for (int i = 0; i < z.length; i++) {
                a[i] = Math.max(z[i], 0);
            }
        }

        @Override
        public void backward(double[] z, double[] a, double[] da, double[] dz) {
            for (int i = 0; i < z.length; i++) {
                dz[i] = Bits.ifPositive(z[i], da[i]);
            }
        }
    },

    /** {@code f(z) = 1 / (1 + exp(-z))}, {@code f'(z) = a (1 - a)}. */
    SIGMOID {
        @Override
        public double value(double z) {
            return 1 / (1 + Math.exp(-z));
        }

        @Override
        public double derivative(double z, double a) {
            return a * (1 - a);
        }
    },

    /** {@code f(z) = tanh(z)}, {@code f'(z) = 1 - a^2}. */
    TANH {
        @Override
        public double value(double z) {
            return Math.tanh(z);
        }

        @Override
        public double derivative(double z, double a) {
            return 1 - a * a;
        }
    },

    /** {@code f(z) = z} for z > 0, else {@code 0.01 z} with 0.01 as float32; the derivative at 0 is 0.01. */
    LEAKY_RELU {
        @Override
        public double value(double z) {
            return z > 0 ? z : LEAKY_SLOPE * z;
        }

        @Override
        public double derivative(double z, double a) {
            return z > 0 ? 1 : LEAKY_SLOPE;
        }
    };

    /** Slope of {@link #LEAKY_RELU} below 0: the float32 number next to 0.01, the same for every engine. */
    public static final double LEAKY_SLOPE = 0.01f;

    /**
     * Compute {@code f(z)}.
     *
     * @param z the pre-activation
     * @return the activation
     */
    public abstract double value(double z);

    /**
     * Compute {@code f'(z)}.
     *
     * @param z the pre-activation
     * @param a {@code f(z)}, so that it need not be computed again
     * @return the derivative; at the kink of ReLU and leaky ReLU that of negative z
     */
    public abstract double derivative(double z, double a);

    /**
     * Compute {@code a = f(z)} element by element.
     *
     * @param z any shape, not modified
     * @param a the shape of {@code z}, overwritten
     */
    public void forward(double[] z, double[] a) {
        for (int i = 0; i < z.length; i++) {
            a[i] = value(z[i]);
        }
    }

    /**
     * Compute {@code dz = da . f'(z)} element by element.
     *
     * @param z any shape, not modified
     * @param a {@code f(z)}, not modified
     * @param da the gradient of {@code a}, not modified
     * @param dz the gradient of {@code z}, overwritten
     */
    public void backward(double[] z, double[] a, double[] da, double[] dz) {
        for (int i = 0; i < z.length; i++) {
            dz[i] = da[i] * derivative(z[i], a[i]);
        }
    }
}
