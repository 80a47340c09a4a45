package io.gradhil.reference.data;

import java.util.SplittableRandom;

/** Draws permutations, the same for the same seed on every platform (Fisher and Yates). */
final class Shuffle {

    private Shuffle() {}

    static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
