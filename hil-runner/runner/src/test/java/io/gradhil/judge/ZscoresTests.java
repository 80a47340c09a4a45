package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZscoresTests {
    @Test
    void none_come_to_nothing() {
        assertThat(Zscores.NONE.rms()).isZero();
        assertThat(Zscores.NONE.largest()).isZero();
    }

    @Test
    void root_mean_square_and_largest_are_those_of_all() {
        Zscores some = Zscores.NONE.plus(3).plus(-4);

        Zscores all = some.plus(Zscores.NONE.plus(5).plus(0));

        assertThat(all).isEqualTo(new Zscores(4, 50, 5));
        assertThat(some).isEqualTo(new Zscores(2, 25, 4));
        assertThat(all.rms()).isEqualTo(Math.sqrt(12.5));
    }

    @Test
    void nan_is_not_lost_among_others() {
        Zscores all = Zscores.NONE.plus(1).plus(Double.NaN).plus(2);

        assertThat(all.rms()).isNaN();
        assertThat(all.largest()).isNaN();
    }
}
