package io.gradhil.reference.loss;

import org.apiguardian.api.API;

/** Costs {@code |r|}; slope {@code sign(r)}, 0 at the kink. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record MeanAbsoluteError() implements Loss {

    @Override
    public double term(double residual) {
        return Math.abs(residual);
    }

    @Override
    public double slope(double residual) {
        return Math.signum(residual);
    }

    @Override
    public String toString() {
        return "MAE";
    }
}
