package io.gradhil.testing;

import io.gradhil.virtual.VirtualNucleo;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What befalls frames on their way: by a seed, a share of them, each kind of damage as often as the others; and resets. */
public final class WireHits {
    private enum Kind {
        FLIP,
        DROP,
        DUPLICATE,
        TRUNCATE,
        BURST,
        STALL
    }

    private static final int BURST_BYTES = 20;
    private static final Duration STALL = Duration.ofMillis(200);

    private final SplittableRandom random;
    private final double share;
    private final int framesPerReset;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private int frames;
    private int resets;

    /**
     * Creates the dice.
     *
     * @param share of frames that are hit, 0 to 1
     * @param framesPerReset the board's reset pin is pulled once in so many frames of the host; 0 is never
     */
    public WireHits(long seed, double share, int framesPerReset) {
        this.random = new SplittableRandom(seed);
        this.share = share;
        this.framesPerReset = framesPerReset;
    }

    /** A line that treats frames well. */
    public static WireHits none() {
        return new WireHits(0, 0, 0);
    }

    /** Returns how often the board was reset. */
    public int resets() {
        return resets;
    }

    List<byte[]> onWrite(VirtualNucleo board, byte[] bytes, int count) {
        frames++;
        if (framesPerReset > 0 && frames % framesPerReset == framesPerReset / 2) {
            resets++;
            board.runFor(Duration.ofNanos(random.nextInt(5_000_000)));
            board.reset();
        }
        return hit(board, Arrays.copyOf(bytes, count));
    }

    List<byte[]> onRead(VirtualNucleo board, byte[] frame) {
        return hit(board, frame);
    }

    private List<byte[]> hit(VirtualNucleo board, byte[] frame) {
        if (random.nextDouble() >= share) {
            return List.of(frame);
        }
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        counts.merge(kind, 1, Integer::sum);
        return switch (kind) {
            case FLIP -> {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                yield List.of(frame);
            }
            case DROP -> List.of();
            case DUPLICATE -> List.of(frame, frame);
            case TRUNCATE -> List.of(Arrays.copyOf(frame, random.nextInt(frame.length)));
            case BURST -> {
                int from = random.nextInt(frame.length);
                for (int i = from; i < Math.min(from + BURST_BYTES, frame.length); i++) {
                    frame[i] = (byte) random.nextInt(256);
                }
                yield List.of(frame);
            }
            case STALL -> {
                board.faults().stallPort(STALL);
                yield List.of(frame);
            }
        };
    }

    @Override
    public String toString() {
        return "hits " + counts + ", resets " + resets + ", frames of the host " + frames;
    }
}
