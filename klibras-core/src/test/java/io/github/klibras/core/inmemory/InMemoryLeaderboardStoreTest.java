package io.github.klibras.core.inmemory;

import io.github.klibras.core.leaderboard.Leaderboard;
import io.github.klibras.core.leaderboard.LeaderboardEntry;
import io.github.klibras.core.leaderboard.LeaderboardPage;
import io.github.klibras.core.leaderboard.TiePolicy;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Points that cannot be set through any port, and so are out of the contract's reach in these stores. */
class InMemoryLeaderboardStoreTest {

    @Test
    void negativeAndExtremePointsAreRanked() {
        Tables tables = new Tables(InstantSource.system());
        for (int points : List.of(0, -7, Integer.MIN_VALUE, Integer.MAX_VALUE, -7)) {
            long id = tables.nextUserId();
            tables.users.put(
                    id,
                    new User(id, new EmailAddress(id + "@example.org"), new Username("user" + id), Role.USER, points));
        }
        Leaderboard leaderboard = new Leaderboard(new InMemoryLeaderboardStore(tables), TiePolicy.COMPETITION);

        List<LeaderboardEntry> entries = new ArrayList<>();
        LeaderboardPage page = leaderboard.firstPage(1);
        entries.addAll(page.entries());
        while (page.nextCursor().isPresent()) {
            page = leaderboard.nextPage(page.nextCursor().get(), 1);
            entries.addAll(page.entries());
        }

        assertThat(entries).extracting(LeaderboardEntry::userId).containsExactly(4L, 1L, 2L, 5L, 3L);
        assertThat(entries).extracting(LeaderboardEntry::rank).containsExactly(1L, 2L, 3L, 3L, 5L);
        assertThat(leaderboard.around(3, 1)).isEqualTo(entries.subList(3, 5));
        assertThat(leaderboard.around(4, 1)).isEqualTo(entries.subList(0, 2));
    }
}
