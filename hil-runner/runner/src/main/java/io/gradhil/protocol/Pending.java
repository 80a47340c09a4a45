package io.gradhil.protocol;

import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * What a board will answer to requests that were handed over already. Replies come in the order of the requests, so that
 * nothing is gained by asking for a later one first.
 *
 * @param <T> the answer
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Pending<T> {
    private final McuSession session;
    private final List<Exchange> requests;
    private final Supplier<T> result;

    Pending(McuSession session, List<Exchange> requests, Supplier<T> result) {
        this.session = session;
        this.requests = requests;
        this.result = result;
    }

    /**
     * Waits for the answer.
     *
     * @throws io.gradhil.core.HilException as the client's methods do; of several refusals the first
     */
    public T get() {
        for (Exchange request : requests) {
            session.await(request);
            request.check();
        }
        return result.get();
    }
}
