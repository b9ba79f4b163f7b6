package io.github.klibras.testkit.leaderboard;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.CachedRanks;
import io.github.klibras.core.leaderboard.Leaderboard;
import io.github.klibras.core.leaderboard.LeaderboardEntry;
import io.github.klibras.core.leaderboard.LeaderboardPage;
import io.github.klibras.core.leaderboard.RankEstimate;
import io.github.klibras.core.leaderboard.TiePolicy;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Pages, neighbors and ranks over the in-memory store: each must agree with the list of everybody. */
class LeaderboardPagesTest {

    private static final int LEARNERS = 40;

    private final InMemoryStores stores = new InMemoryStores();
    private final List<Long> users = new ArrayList<>();

    @BeforeEach
    void fill() {
        Random random = new Random(3);
        List<Sign> signs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            signs.add(stores.catalog().addSign(new NewSign("s" + i, "", "s" + i, 10)));
        }
        for (int i = 0; i < LEARNERS; i++) {
            Role role = i % 7 == 0 ? Role.ADMIN : Role.USER;
            NewUser user = new NewUser(new EmailAddress(i + "@example.org"), new Username("u" + i), "hash", role);
            long id = ((Registered) stores.users().insert(user)).user().id();
            users.add(id);
            for (int s = 0; s < random.nextInt(5); s++) {
                stores.progress().learnSign(id, signs.get(s).id());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TiePolicy.class)
    void pagesOfAnySizeAddUpToTheWholeListWithTheSameRanks(TiePolicy policy) {
        for (Audience audience : Audience.values()) {
            Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), policy, audience);
            List<LeaderboardEntry> whole = leaderboard.top(LEARNERS);
            for (int limit = 1; limit <= LEARNERS + 1; limit++) {
                List<LeaderboardEntry> paged = new ArrayList<>();
                LeaderboardPage page = leaderboard.firstPage(limit);
                paged.addAll(page.entries());
                while (page.nextCursor().isPresent()) {
                    page = leaderboard.nextPage(page.nextCursor().get(), limit);
                    assertThat(page.entries()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
                    paged.addAll(page.entries());
                }
                assertThat(paged).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TiePolicy.class)
    void neighborsAndRanksAgreeWithTheWholeList(TiePolicy policy) {
        for (Audience audience : Audience.values()) {
            Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), policy, audience);
            List<LeaderboardEntry> whole = leaderboard.top(LEARNERS);
            Map<Long, LeaderboardEntry> byId = new HashMap<>();
            for (int i = 0; i < whole.size(); i++) {
                LeaderboardEntry entry = whole.get(i);
                byId.put(entry.userId(), entry);
                assertThat(leaderboard.entry(entry.userId())).contains(entry);
                for (int neighbors : new int[] {0, 1, 3, LEARNERS}) {
                    assertThat(leaderboard.around(entry.userId(), neighbors))
                            .isEqualTo(whole.subList(
                                    Math.max(0, i - neighbors), Math.min(whole.size(), i + neighbors + 1)));
                }
            }
            assertThat(leaderboard.entries(users)).isEqualTo(byId);
        }
    }

    @Test
    void usersOutsideTheAudienceHaveNoPlace() {
        Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), TiePolicy.COMPETITION, Audience.LEARNERS);
        long admin = users.get(0);

        assertThat(leaderboard.entry(admin)).isEmpty();
        assertThat(leaderboard.around(admin, 3)).isEmpty();
        assertThat(leaderboard.percentile(admin)).isEmpty();
        assertThat(leaderboard.entry(Long.MAX_VALUE)).isEmpty();
        assertThat(leaderboard.entries(List.of())).isEmpty();
    }

    @Test
    void thePercentileCountsOthersWithFewerPoints() {
        Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), TiePolicy.COMPETITION);
        for (LeaderboardEntry entry : leaderboard.top(LEARNERS)) {
            long behind = leaderboard.top(LEARNERS).stream()
                    .filter(other -> other.points() < entry.points())
                    .count();

            assertThat(leaderboard.percentile(entry.userId()).orElseThrow())
                    .isCloseTo(100.0 * behind / (LEARNERS - 1), within(1e-9));
        }
    }

    @Test
    void cachedRanksGiveTheSameRankAndPercentile() {
        for (Audience audience : Audience.values()) {
            Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), TiePolicy.COMPETITION, audience);
            CachedRanks ranks = CachedRanks.builder(stores.leaderboard(), Runnable::run)
                    .audience(audience)
                    .build();
            for (LeaderboardEntry entry : leaderboard.top(LEARNERS)) {
                RankEstimate estimate = ranks.estimate(entry.points());

                assertThat(leaderboard.percentile(entry.userId())).hasValue(estimate.percentile());
                assertThat(estimate.rank()).isEqualTo(entry.rank());
            }
        }
    }

    @Test
    void soleLearnerIsAheadOfEverybody() {
        InMemoryStores lonely = new InMemoryStores();
        NewUser user = new NewUser(new EmailAddress("a@b"), new Username("a"), "hash", Role.USER);
        long id = ((Registered) lonely.users().insert(user)).user().id();

        assertThat(new Leaderboard(lonely.leaderboard(), TiePolicy.DENSE).percentile(id))
                .hasValue(100);
        assertThat(CachedRanks.builder(lonely.leaderboard(), Runnable::run)
                        .build()
                        .estimate(0)
                        .percentile())
                .isEqualTo(100);
    }

    @Test
    void forgedCursorsAreRefusedOrHarmless() {
        Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), TiePolicy.COMPETITION);
        String real = leaderboard.firstPage(3).nextCursor().orElseThrow();
        Leaderboard learners = new Leaderboard(stores.leaderboard(), TiePolicy.DENSE, Audience.LEARNERS);

        for (String cursor : List.of("", "AA", "not base64!", real.substring(1), real + "AAAA")) {
            assertThatThrownBy(() -> leaderboard.nextPage(cursor, 3)).isInstanceOf(InvalidInputException.class);
        }
        assertThatThrownBy(() -> learners.nextPage(real, 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another audience");
        Random random = new Random(11);
        for (int i = 0; i < Integer.getInteger("klibras.fuzz.cases", 20_000); i++) {
            StringBuilder mutated = new StringBuilder(real);
            mutated.setCharAt(random.nextInt(real.length()), (char) (33 + random.nextInt(94)));
            try {
                assertThat(leaderboard.nextPage(mutated.toString(), 3).entries())
                        .hasSizeLessThanOrEqualTo(3);
            } catch (InvalidInputException expected) {
                assertThat(expected).hasMessageContaining("cursor");
            }
        }
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        Leaderboard leaderboard = new Leaderboard(stores.leaderboard(), TiePolicy.COMPETITION);
        assertThatThrownBy(() -> leaderboard.firstPage(1001)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> leaderboard.around(1, -1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> leaderboard.around(1, 1001)).isInstanceOf(InvalidInputException.class);
    }
}
