package io.gradhil.virtual;

import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.peripheral.Dma;
import io.gradhil.virtual.peripheral.Tim;
import java.util.EnumMap;
import java.util.Map;

/** Which request leads to which channel of which stream (RM0383 tables 27 and 28). */
final class DmaRequests {
    private DmaRequests() {}

    /** One request of a timer: stream and channel of DMA1, and a second stream where there is one. */
    private record Route(int timer, Tim.Request request, int channel, int... streams) {}

    private static final Route[] TIMERS = {
        new Route(2, Tim.Request.UP, 3, 1, 7),
        new Route(2, Tim.Request.CH1, 3, 5),
        new Route(2, Tim.Request.CH2, 3, 6),
        new Route(2, Tim.Request.CH3, 3, 1),
        new Route(2, Tim.Request.CH4, 3, 6, 7),
        new Route(3, Tim.Request.UP, 5, 2),
        new Route(3, Tim.Request.CH1, 5, 4),
        new Route(3, Tim.Request.CH2, 5, 5),
        new Route(3, Tim.Request.CH3, 5, 7),
        new Route(3, Tim.Request.CH4, 5, 2),
        new Route(4, Tim.Request.UP, 2, 6),
        new Route(4, Tim.Request.CH1, 2, 0),
        new Route(4, Tim.Request.CH2, 2, 3),
        new Route(4, Tim.Request.CH3, 2, 7),
        new Route(5, Tim.Request.UP, 6, 0, 6),
        new Route(5, Tim.Request.CH1, 6, 2),
        new Route(5, Tim.Request.CH2, 6, 4),
        new Route(5, Tim.Request.CH3, 6, 0),
        new Route(5, Tim.Request.CH4, 6, 1, 3),
    };

    static Map<Tim.Request, Runnable> of(int timer, Dma dma1) {
        Map<Tim.Request, Runnable> requests = new EnumMap<>(Tim.Request.class);
        for (Route route : TIMERS) {
            if (route.timer == timer) {
                requests.put(route.request, pulses(route, dma1));
            }
        }
        return requests;
    }

    private static Runnable pulses(Route route, Dma dma) {
        Runnable[] pulses = new Runnable[route.streams.length];
        for (int i = 0; i < pulses.length; i++) {
            pulses[i] = dma.pulse(route.streams[i], route.channel);
        }
        return () -> {
            for (Runnable pulse : pulses) {
                pulse.run();
            }
        };
    }

    static InterruptLine both(Dma dma, int stream, int otherStream, int channel) {
        return both(dma.request(stream, channel), dma.request(otherStream, channel));
    }

    static InterruptLine both(InterruptLine one, InterruptLine other) {
        return asserted -> {
            one.set(asserted);
            other.set(asserted);
        };
    }
}
