package io.github.klibras.testkit.leaderboard;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.Leaderboard;
import io.github.klibras.core.leaderboard.LeaderboardEntry;
import io.github.klibras.core.leaderboard.LeaderboardPage;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.leaderboard.Neighborhood;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import io.github.klibras.core.leaderboard.TiePolicy;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.Race;
import io.github.klibras.testkit.StoresFixture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link io.github.klibras.core.leaderboard.LeaderboardStore}. */
public abstract class LeaderboardStoreContract extends StoresFixture {

    private static final int MOVERS = 3;
    private static final int READERS = 3;

    /** A query with its arguments, which are compared one by one. */
    private record Call(List<?> arguments, Function<LeaderboardStore, ?> query) {

        long differences(Call other) {
            return arguments.size() != other.arguments.size()
                    ? Long.MAX_VALUE
                    : IntStream.range(0, arguments.size())
                            .filter(i -> !arguments.get(i).equals(other.arguments.get(i)))
                            .count();
        }

        void compare(LeaderboardStore store, LeaderboardStore expected, String when) {
            Object answer = query.apply(store);
            assertThat(answer).as("%s, %s", arguments, when).isEqualTo(query.apply(expected));
        }
    }

    /**
     * Sets a learner's points to any {@code int} without paying them, as another program that writes to the same tables
     * might. Unless it is overridden, the test that needs it is skipped, which is right for stores whose data no other
     * program can write.
     */
    protected void setPoints(long userId, int points) {
        Assumptions.abort("No other program writes the data of these stores");
    }

    @Test
    void emptyLeaderboardHasNoRows() {
        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 10)).isEmpty();
        assertThat(stores.leaderboard().after(Audience.EVERYBODY, 10, 1, 10)).isEmpty();
    }

    @Test
    void learnersAreListedByPointsWithTheirSignCounts() {
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
    void histogramCountsTheAudienceByPoints() {
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
    void earlierAccountComesFirstInATie() {
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
    void limitIsRespected() {
        List<User> users = List.of(learner("ana"), learner("bia"), learner("caio"));

        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 2))
                .extracting(LeaderboardRow::userId)
                .containsExactly(users.get(0).id(), users.get(1).id());
    }

    @Test
    void pagesHaveNoGapsOrRepetitionsEvenWithinATie() {
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
    void pageContinuesAfterAPositionThatNobodyHolds() {
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
    void neighborsAreListedInOrderWithTheStandingOfTheFirst() {
        List<User> users =
                IntStream.range(0, 6).mapToObj(i -> learner("user" + i)).toList();
        Sign a = sign("a", 10);
        learn(users.get(4), a);
        learn(users.get(1), a);

        // The order is 1, 4 with ten points, then 0, 2, 3, 5 with none.
        Neighborhood inside = around(users.get(2), 1).orElseThrow();
        assertThat(inside.rows())
                .extracting(LeaderboardRow::userId)
                .containsExactly(
                        users.get(0).id(), users.get(2).id(), users.get(3).id());
        assertThat(inside).isEqualTo(new Neighborhood(inside.rows(), 2, 1, 0));
        assertThat(around(users.get(3), 1).orElseThrow().tiedBefore()).isEqualTo(1);
        assertThat(around(users.get(4), 0))
                .contains(
                        new Neighborhood(List.of(new LeaderboardRow(users.get(4).id(), "user4", 10, 1)), 0, 0, 1));
        assertThat(stores.leaderboard().around(Audience.EVERYBODY, users.get(5).id() + 1, 3))
                .isEmpty();
    }

    /** A database may confuse the result of a query with its result for other arguments. */
    @Test
    void queriesThatDifferInOneArgumentGetTheirOwnResults() {
        List<Long> users = crowd();
        NaiveLeaderboard expected = naive(users);
        List<Long> some = List.of(users.get(0), users.get(3), users.get(4), users.get(11), users.get(11) + 1);
        List<Call> tops = new ArrayList<>();
        List<Call> pages = new ArrayList<>();
        List<Call> neighborhoods = new ArrayList<>();
        List<Call> others = new ArrayList<>();
        for (Audience audience : Audience.values()) {
            others.add(new Call(List.of(audience), store -> store.histogram(audience)));
            for (int limit : List.of(1, 2, 5, 100)) {
                tops.add(new Call(List.of(audience, limit), store -> store.top(audience, limit)));
                for (long userId : some) {
                    neighborhoods.add(
                            new Call(List.of(audience, userId, limit), store -> store.around(audience, userId, limit)));
                    for (int points : List.of(30, 20, 15, 0)) {
                        pages.add(new Call(
                                List.of(audience, points, userId, limit),
                                store -> store.after(audience, points, userId, limit)));
                    }
                }
            }
            for (int first = 0; first < some.size(); first++) {
                List<Long> ids = some.subList(first, some.size());
                others.add(new Call(List.of(audience, ids), store -> Set.copyOf(store.standings(audience, ids))));
            }
        }

        for (List<Call> calls : List.of(tops, pages, neighborhoods, others)) {
            for (Call first : calls) {
                for (Call second : calls) {
                    if (first.differences(second) <= 1) {
                        first.compare(stores.leaderboard(), expected, "first");
                        second.compare(stores.leaderboard(), expected, "after " + first.arguments());
                    }
                }
            }
        }
    }

    /** Other programs may write to the same tables. */
    @Test
    void negativeAndExtremePointsAreRanked() {
        List<Long> users = new ArrayList<>();
        for (int points : List.of(0, -7, Integer.MIN_VALUE, 5, -1, Integer.MAX_VALUE, -7, Integer.MIN_VALUE, 5)) {
            long id = learner("user" + users.size()).id();
            setPoints(id, points);
            users.add(id);
        }
        NaiveLeaderboard expected = naive(users);

        assertThat(stores.leaderboard().histogram(Audience.EVERYBODY))
                .isEqualTo(expected.histogram(Audience.EVERYBODY));
        for (TiePolicy ties : TiePolicy.values()) {
            Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), ties);
            Leaderboard naive = new Leaderboard(expected, ties);
            List<LeaderboardEntry> whole = naive.top(100);
            for (int limit = 1; limit <= users.size(); limit++) {
                assertThat(paged(leaderboard, limit)).isEqualTo(whole);
                for (long userId : users) {
                    assertThat(leaderboard.around(userId, limit)).isEqualTo(naive.around(userId, limit));
                }
            }
            assertThat(leaderboard.entries(users)).isEqualTo(naive.entries(users));
        }
    }

    @Test
    void concurrentMovesCauseNoDuplicatesOrImpossibleRanks() {
        int learners = 24;
        List<Long> users = IntStream.range(0, learners)
                .mapToObj(i -> learner("user" + i).id())
                .toList();
        List<Sign> signs =
                IntStream.rangeClosed(1, 10).mapToObj(i -> sign("s" + i, i)).toList();
        AtomicInteger moving = new AtomicInteger(MOVERS);

        Race.run(MOVERS + READERS, racer -> {
            if (racer < MOVERS) {
                try {
                    for (Sign sign : signs) {
                        for (int i = racer; i < learners; i += MOVERS) {
                            stores.progress().learnSign(users.get(i), sign.id());
                        }
                    }
                } finally {
                    moving.decrementAndGet();
                }
                return racer;
            }
            Random random = new Random(racer);
            do {
                TiePolicy ties = random.nextBoolean() ? TiePolicy.ORDINAL : TiePolicy.COMPETITION;
                long userId = users.get(random.nextInt(learners));
                assertPossible(ties, userId, 1 + random.nextInt(learners / 2), learners);
            } while (moving.get() > 0);
            return racer;
        });
    }

    private void assertPossible(TiePolicy ties, long userId, int neighbors, int learners) {
        List<LeaderboardEntry> entries = new Leaderboard(stores.leaderboard(), ties).around(userId, neighbors);

        List<Long> ids = entries.stream().map(LeaderboardEntry::userId).toList();
        assertThat(ids).as("ids of neighbors").contains(userId).doesNotHaveDuplicates();
        assertThat(entries)
                .isSortedAccordingTo(Comparator.comparingInt(LeaderboardEntry::points)
                        .reversed()
                        .thenComparingLong(LeaderboardEntry::userId));
        int before = ids.indexOf(userId);
        int behind = ids.size() - 1 - before;
        long first = entries.get(0).rank();
        long last = entries.get(entries.size() - 1).rank();
        assertThat(before).isLessThanOrEqualTo(neighbors);
        assertThat(behind).isLessThanOrEqualTo(neighbors);
        if (before < neighbors) {
            assertThat(first).as("rank of the first of all").isEqualTo(1);
        }
        if (ties == TiePolicy.ORDINAL) {
            assertThat(last - first).as("consecutive ranks").isEqualTo(entries.size() - 1);
            if (behind < neighbors) {
                assertThat(last).as("rank of the last of all").isEqualTo(learners);
            }
        }
    }

    @Test
    void concurrentDeletionsDoNotEmptyTheNeighborhood() {
        List<Long> users =
                IntStream.range(0, 40).mapToObj(i -> learner("user" + i).id()).toList();
        List<Long> staying = List.of(users.get(10), users.get(30));
        AtomicInteger deleting = new AtomicInteger(1);

        Race.run(1 + READERS, racer -> {
            if (racer == 0) {
                try {
                    users.stream().filter(id -> !staying.contains(id)).forEach(stores.users()::delete);
                } finally {
                    deleting.decrementAndGet();
                }
                return racer;
            }
            Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), TiePolicy.ORDINAL);
            long own = staying.get(racer % 2);
            do {
                assertThat(leaderboard.around(own, 2))
                        .extracting(LeaderboardEntry::userId)
                        .contains(own);
            } while (deleting.get() > 0);
            return racer;
        });
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
        assertThat(stores.leaderboard().around(Audience.LEARNERS, ana.id(), 5))
                .contains(new Neighborhood(
                        List.of(new LeaderboardRow(bia.id(), "bia", 10, 1), new LeaderboardRow(ana.id(), "ana", 0, 0)),
                        0,
                        0,
                        0));
        assertThat(stores.leaderboard().around(Audience.LEARNERS, root.id(), 5)).isEmpty();
        assertThat(stores.leaderboard().standings(Audience.LEARNERS, List.of(ana.id(), root.id())))
                .containsExactly(new Standing(new LeaderboardRow(ana.id(), "ana", 0, 0), 1, 1, 0, 0, 0));
    }

    /** Registers twelve users, some with equal points, among them two administrators. */
    private List<Long> crowd() {
        List<Sign> signs = List.of(sign("a", 10), sign("b", 10), sign("c", 10));
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            NewUser user = new NewUser(
                    new EmailAddress("user" + i + "@example.org"),
                    new Username("user" + i),
                    "hash",
                    i % 6 == 3 ? Role.ADMIN : Role.USER);
            User stored = ((Registration.Registered) stores.users().insert(user)).user();
            learn(stored, signs.subList(0, i * 7 % 4).toArray(Sign[]::new));
            users.add(stored.id());
        }
        return users;
    }

    private NaiveLeaderboard naive(List<Long> userIds) {
        List<User> users = userIds.stream()
                .map(id -> stores.users().findById(id).orElseThrow())
                .toList();
        return new NaiveLeaderboard(
                users.stream()
                        .map(user -> new LeaderboardRow(
                                user.id(),
                                user.username().value(),
                                user.points(),
                                stores.progress().knownSigns(user.id()).size()))
                        .toList(),
                users.stream()
                        .filter(user -> user.role() == Role.ADMIN)
                        .map(User::id)
                        .collect(Collectors.toSet()));
    }

    private static List<LeaderboardEntry> paged(Leaderboard leaderboard, int limit) {
        LeaderboardPage page = leaderboard.firstPage(limit);
        List<LeaderboardEntry> entries = new ArrayList<>(page.entries());
        while (page.nextCursor().isPresent()) {
            page = leaderboard.nextPage(page.nextCursor().get(), limit);
            entries.addAll(page.entries());
        }
        return entries;
    }

    private Optional<Neighborhood> around(User user, int neighbors) {
        return stores.leaderboard().around(Audience.EVERYBODY, user.id(), neighbors);
    }

    private void learn(User user, Sign... signs) {
        for (Sign sign : signs) {
            stores.progress().learnSign(user.id(), sign.id());
        }
    }
}
