package io.gradhil.reference.loss;

import org.apiguardian.api.API;

/** Costs {@code r^2}; slope {@code 2 r}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record MeanSquaredError() implements Loss {

    @Override
    public double term(double residual) {
        return residual * residual;
    }

    @Override
    public double slope(double residual) {
        return 2 * residual;
    }

    @Override
    public String toString() {
        return "MSE";
    }
}
