package io.github.klibras.jdbi;

import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.Neighborhood;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.Credentials;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts made by another program, with rules of its own, are read unchanged. */
abstract class ForeignLearnerTests {

    private final TestServer server;

    ForeignLearnerTests(TestServer server) {
        this.server = server;
    }

    @Test
    void namesAndPointsThatWeWouldRefuseAreReadUnchanged() {
        DataSource dataSource = server.cleaned();
        Stores stores = JdbiStores.over(dataSource);
        long ana = Learners.register(stores, "ana");
        List<String> names = List.of("ana ", " ", "\u3164", "Jose\u0301", "a\u200bna");
        Jdbi.create(dataSource).useHandle(handle -> {
            for (String name : names) {
                handle.execute(
                        "insert into users (email, username, password, points, role) values (?, ?, 'x', -5, 'USER')",
                        "\u200f" + names.indexOf(name),
                        name);
            }
        });

        List<LeaderboardRow> rows = stores.leaderboard().top(Audience.LEARNERS, 10);

        assertThat(rows)
                .extracting(LeaderboardRow::username)
                .containsExactly("ana", "ana ", " ", "\u3164", "Jose\u0301", "a\u200bna");
        for (LeaderboardRow row : rows.subList(1, rows.size())) {
            User user = stores.users().findById(row.userId()).orElseThrow();
            assertThat(user)
                    .isEqualTo(new User(
                            row.userId(),
                            EmailAddress.stored("\u200f" + names.indexOf(row.username())),
                            Username.stored(row.username()),
                            Role.USER,
                            -5));
            assertThat(stores.users().findByEmail(user.email())).contains(user);
            assertThat(stores.users().findByUsername(user.username())).contains(user);
        }
        assertThat(stores.leaderboard().around(Audience.LEARNERS, ana, 2))
                .contains(new Neighborhood(rows.subList(0, 3), 0, 0, 0));
    }

    @Test
    void accountIsFoundByAnAddressThatWeWouldRefuse() {
        DataSource dataSource = server.cleaned();
        Stores stores = JdbiStores.over(dataSource);
        List<String> emails = List.of("ana\u00a0@example.org", "ana\u200b@example.org", "ana@exam\ufeffple.org");
        Jdbi.create(dataSource).useHandle(handle -> {
            for (String email : emails) {
                handle.execute(
                        "insert into users (email, username, password, points, role) values (?, ?, 'x', 0, 'USER')",
                        email,
                        "ana" + emails.indexOf(email));
            }
        });

        for (String email : emails) {
            Credentials credentials =
                    stores.users().findCredentials(new EmailAddress(email)).orElseThrow();
            assertThat(stores.users().findById(credentials.userId()))
                    .get()
                    .extracting(User::email)
                    .isEqualTo(EmailAddress.stored(email));
        }
    }
}
