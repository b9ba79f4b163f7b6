package io.github.klibras.testkit;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link io.github.klibras.core.leaderboard.LeaderboardStore}. */
public abstract class LeaderboardStoreContract extends StoresFixture {

    @Test
    void nobodyIsRankedWhereNobodyIs() {
        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 10)).isEmpty();
        assertThat(stores.leaderboard().after(Audience.EVERYBODY, 10, 1, 10)).isEmpty();
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

        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 10))
                .containsExactly(
                        new LeaderboardRow(bia.id(), "bia", 25, 2),
                        new LeaderboardRow(caio.id(), "caio", 15, 1),
                        new LeaderboardRow(ana.id(), "ana", 0, 0));
    }

    @Test
    void theHistogramCountsAllWhoTakePartByTheirPoints() {
        Sign a = sign("a", 10);
        Sign b = sign("b", 15);
        learn(learner("ana"), a, b);
        learn(learner("bia"), b);
        learn(learner("caio"), b);
        stores.users()
                .insert(new NewUser(new EmailAddress("root@example.org"), new Username("root"), "hash", Role.ADMIN));
        learner("dora");

        assertThat(stores.leaderboard().histogram(Audience.EVERYBODY))
                .containsExactly(new PointsCount(25, 1), new PointsCount(15, 2), new PointsCount(0, 2));
        assertThat(stores.leaderboard().histogram(Audience.LEARNERS))
                .containsExactly(new PointsCount(25, 1), new PointsCount(15, 2), new PointsCount(0, 1));
    }

    @Test
    void ofEqualPointsTheEarlierAccountComesFirst() {
        User ana = learner("ana");
        User bia = learner("bia");
        User caio = learner("caio");
        Sign a = sign("a", 10);
        learn(caio, a);
        learn(ana, a);

        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 10))
                .extracting(LeaderboardRow::userId)
                .containsExactly(ana.id(), caio.id(), bia.id());
    }

    @Test
    void theLimitIsKept() {
        List<User> users = List.of(learner("ana"), learner("bia"), learner("caio"));

        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 2))
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
        List<LeaderboardRow> whole = stores.leaderboard().top(Audience.EVERYBODY, 100);

        List<LeaderboardRow> paged = new ArrayList<>(stores.leaderboard().top(Audience.EVERYBODY, 3));
        List<LeaderboardRow> page = paged;
        while (!page.isEmpty()) {
            LeaderboardRow last = page.get(page.size() - 1);
            page = stores.leaderboard().after(Audience.EVERYBODY, last.points(), last.userId(), 3);
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

        assertThat(stores.leaderboard().after(Audience.EVERYBODY, 5, 1, 10))
                .extracting(LeaderboardRow::userId)
                .containsExactly(bia.id());
        assertThat(stores.leaderboard().after(Audience.EVERYBODY, Integer.MAX_VALUE, Long.MAX_VALUE, 10))
                .hasSize(2);
    }

    @Test
    void whoComesDirectlyBeforeAPlaceIsListedInTheOrderOfTheLeaderboard() {
        List<User> users =
                IntStream.range(0, 6).mapToObj(i -> learner("user" + i)).toList();
        Sign a = sign("a", 10);
        learn(users.get(4), a);
        learn(users.get(1), a);

        // The order is 1, 4 with ten points, then 0, 2, 3, 5 with none.
        assertThat(stores.leaderboard()
                        .before(Audience.EVERYBODY, 0, users.get(3).id(), 3))
                .extracting(LeaderboardRow::userId)
                .containsExactly(
                        users.get(4).id(), users.get(0).id(), users.get(2).id());
        assertThat(stores.leaderboard()
                        .before(Audience.EVERYBODY, 10, users.get(4).id(), 3))
                .containsExactly(new LeaderboardRow(users.get(1).id(), "user1", 10, 1));
        assertThat(stores.leaderboard()
                        .before(Audience.EVERYBODY, 10, users.get(1).id(), 3))
                .isEmpty();
    }

    @Test
    void standingsCountAllOthers() {
        List<User> users =
                IntStream.range(0, 7).mapToObj(i -> learner("user" + i)).toList();
        Sign a = sign("a", 10);
        Sign b = sign("b", 20);
        learn(users.get(0), a, b);
        learn(users.get(1), b);
        learn(users.get(2), b);
        learn(users.get(3), a);
        learn(users.get(5), a);
        learn(users.get(6), a);

        // 30: 0; 20: 1, 2; 10: 3, 5, 6; 0: 4.
        assertThat(stores.leaderboard()
                        .standings(
                                Audience.EVERYBODY,
                                List.of(
                                        users.get(5).id(),
                                        users.get(0).id(),
                                        users.get(6).id() + 1)))
                .containsExactlyInAnyOrder(
                        new Standing(new LeaderboardRow(users.get(5).id(), "user5", 10, 1), 3, 2, 1, 1, 1),
                        new Standing(new LeaderboardRow(users.get(0).id(), "user0", 30, 2), 0, 0, 0, 0, 6));
        assertThat(stores.leaderboard().standings(Audience.EVERYBODY, List.of()))
                .isEmpty();
    }

    @Test
    void administratorsCanBeLeftOut() {
        User ana = learner("ana");
        Registration admin = stores.users()
                .insert(new NewUser(new EmailAddress("root@example.org"), new Username("root"), "hash", Role.ADMIN));
        User root = ((Registration.Registered) admin).user();
        User bia = learner("bia");
        Sign a = sign("a", 10);
        learn(root, a);
        learn(bia, a);

        assertThat(stores.leaderboard().top(Audience.LEARNERS, 10))
                .extracting(LeaderboardRow::userId)
                .containsExactly(bia.id(), ana.id());
        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 10))
                .extracting(LeaderboardRow::userId)
                .containsExactly(root.id(), bia.id(), ana.id());
        assertThat(stores.leaderboard().after(Audience.LEARNERS, 11, 0, 1))
                .extracting(LeaderboardRow::userId)
                .containsExactly(bia.id());
        assertThat(stores.leaderboard().before(Audience.LEARNERS, 0, ana.id(), 5))
                .extracting(LeaderboardRow::userId)
                .containsExactly(bia.id());
        assertThat(stores.leaderboard().standings(Audience.LEARNERS, List.of(ana.id(), root.id())))
                .containsExactly(new Standing(new LeaderboardRow(ana.id(), "ana", 0, 0), 1, 1, 0, 0, 0));
    }

    private void learn(User user, Sign... signs) {
        for (Sign sign : signs) {
            stores.progress().learnSign(user.id(), sign.id());
        }
    }
}
