package io.gradhil.virtual;

import java.time.Duration;
import java.util.SplittableRandom;
import org.apiguardian.api.API;

/**
 * How a bad line treats bytes, each by chance, always the same for the same seed and bytes.
 *
 * @param seed of the random numbers
 * @param drop probability of a byte to be lost, 0 to 1
 * @param corrupt probability of a byte to have one bit flipped
 * @param duplicate probability of a byte to come twice
 * @param delay probability of a byte, and so of those behind it, to come late
 * @param latest the longest delay
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record WireFaults(long seed, double drop, double corrupt, double duplicate, double delay, Duration latest) {
    /** A line that treats bytes well. */
    public static final WireFaults NONE = new WireFaults(0, 0, 0, 0, 0, Duration.ZERO);

    /** Checks the probabilities. */
    public WireFaults {
        for (double probability : new double[] {drop, corrupt, duplicate, delay}) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("Not a probability: " + probability);
            }
        }
    }

    /** Returns a line that loses bytes. */
    public static WireFaults dropping(long seed, double probability) {
        return new WireFaults(seed, probability, 0, 0, 0, Duration.ZERO);
    }

    /** Returns a line that flips bits. */
    public static WireFaults corrupting(long seed, double probability) {
        return new WireFaults(seed, 0, probability, 0, 0, Duration.ZERO);
    }

    /** Returns a line that repeats bytes. */
    public static WireFaults duplicating(long seed, double probability) {
        return new WireFaults(seed, 0, 0, probability, 0, Duration.ZERO);
    }

    /** Returns a line that delays bytes by up to {@code latest}. */
    public static WireFaults delaying(long seed, double probability, Duration latest) {
        return new WireFaults(seed, 0, 0, 0, probability, latest);
    }

    /** The dice of one direction of one line. */
    static final class Dice {
        private final WireFaults faults;
        private final SplittableRandom random;
        private final boolean sound;

        Dice(WireFaults faults) {
            this.faults = faults;
            this.random = new SplittableRandom(faults.seed);
            this.sound = faults.drop == 0 && faults.corrupt == 0 && faults.duplicate == 0 && faults.delay == 0;
        }

        /** Tells whether nothing ever happens to a byte, so that nobody need ask. */
        boolean isSound() {
            return sound;
        }

        boolean drops() {
            return random.nextDouble() < faults.drop;
        }

        boolean duplicates() {
            return random.nextDouble() < faults.duplicate;
        }

        int maybeCorrupted(int value) {
            return random.nextDouble() < faults.corrupt ? value ^ 1 << random.nextInt(8) : value;
        }

        /** Returns a delay in picoseconds, mostly 0. */
        long delay() {
            return random.nextDouble() < faults.delay
                    ? (long) (random.nextDouble() * faults.latest.toNanos() * 1000)
                    : 0;
        }
    }
}
