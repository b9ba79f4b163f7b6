package io.github.klibras.testkit;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.user.User;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link io.github.klibras.core.leaderboard.LeaderboardStore}. */
public abstract class LeaderboardStoreContract extends StoresFixture {

    @Test
    void nobodyIsRankedWhereNobodyIs() {
        assertThat(stores.leaderboard().top(10)).isEmpty();
        assertThat(stores.leaderboard().after(10, 1, 10)).isEmpty();
    }

    @Test
    void learnersAreListedByPointsWithTheNumberOfTheirSigns() {
        User ana = learner("ana");
        User bia = learner("bia");
        User caio = learner("caio");
        Sign a = sign("a", 10);
        Sign b = sign("b", 15);
        learn(bia, a, b);
        learn(caio, b);

        assertThat(stores.leaderboard().top(10))
                .containsExactly(
                        new LeaderboardRow(bia.id(), "bia", 25, 2),
                        new LeaderboardRow(caio.id(), "caio", 15, 1),
                        new LeaderboardRow(ana.id(), "ana", 0, 0));
    }

    @Test
    void ofEqualPointsTheEarlierAccountComesFirst() {
        User ana = learner("ana");
        User bia = learner("bia");
        User caio = learner("caio");
        Sign a = sign("a", 10);
        learn(caio, a);
        learn(ana, a);

        assertThat(stores.leaderboard().top(10))
                .extracting(LeaderboardRow::userId)
                .containsExactly(ana.id(), caio.id(), bia.id());
    }

    @Test
    void theLimitIsKept() {
        List<User> users = List.of(learner("ana"), learner("bia"), learner("caio"));

        assertThat(stores.leaderboard().top(2))
                .extracting(LeaderboardRow::userId)
                .containsExactly(users.get(0).id(), users.get(1).id());
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetitionAlsoInsideATie() {
        Sign a = sign("a", 10);
        for (int i = 0; i < 11; i++) {
            User user = learner("user" + i);
            if (i % 3 == 0) {
                learn(user, a);
            }
        }
        List<LeaderboardRow> whole = stores.leaderboard().top(100);

        List<LeaderboardRow> paged = new ArrayList<>(stores.leaderboard().top(3));
        List<LeaderboardRow> page = paged;
        while (!page.isEmpty()) {
            LeaderboardRow last = page.get(page.size() - 1);
            page = stores.leaderboard().after(last.points(), last.userId(), 3);
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            paged.addAll(page);
        }

        assertThat(whole).hasSize(11);
        assertThat(paged).isEqualTo(whole);
    }

    @Test
    void aPlaceThatNobodyHoldsAnyMoreStillDividesTheOrder() {
        User ana = learner("ana");
        User bia = learner("bia");
        learn(ana, sign("a", 10));

        assertThat(stores.leaderboard().after(5, 1, 10))
                .extracting(LeaderboardRow::userId)
                .containsExactly(bia.id());
        assertThat(stores.leaderboard().after(Integer.MAX_VALUE, Long.MAX_VALUE, 10))
                .hasSize(2);
    }

    private void learn(User user, Sign... signs) {
        for (Sign sign : signs) {
            stores.progress().learnSign(user.id(), sign.id());
        }
    }
}
