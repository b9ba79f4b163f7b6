package io.github.klibras.benchmarks;

import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.CachedRanks;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.store.Stores;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The leaderboard on PostgreSQL with growing numbers of learners, against other ways to read it. Medians in
 * milliseconds on one thread; buffers are pages of 8 KiB that the statement touches, as EXPLAIN counts them.
 *
 * <p>Arguments: numbers of learners. Needs the variables of {@code tools/databases}, and {@code redis-server}.
 */
public final class LeaderboardBenchmark {

    private static final String JOIN_ALL = "select u.id, u.username, u.points, count(a.sign_id) as signs from users u"
            + " left join user_sign_association a on a.user_id = u.id"
            + " group by u.id, u.username, u.points order by u.points desc, u.id limit ?";

    private static final String PAGE_WITHOUT_COUNTS =
            "(select id, username, points from users where points = ? and id > ? order by points desc, id limit ?)"
                    + " union all"
                    + " (select id, username, points from users where points <= ? order by points desc, id limit ?)"
                    + " order by points desc, id limit ?";

    private static final Pattern BUFFERS = Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)");

    private final SqlLogger recorder = new SqlLogger() {
        @Override
        public void logBeforeExecution(StatementContext context) {
            statement = context.getParsedSql().getSql();
        }
    };
    private final PrintStream output;
    private final int users;
    private final PooledDataSource dataSource;
    private final Jdbi jdbi;
    private final Stores stores;
    private String statement = "";

    private LeaderboardBenchmark(int users, PooledDataSource dataSource, PrintStream output) {
        this.output = output;
        this.users = users;
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
        this.stores = JdbiStores.builder(dataSource).sqlLogger(recorder).build();
    }

    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        Environment.logOnly(Level.OFF);
        // Warm-up for the JIT, not printed.
        run(1000, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        for (String users : args) {
            run(Integer.parseInt(users), System.out);
        }
    }

    private static void run(int users, PrintStream output) throws IOException, InterruptedException, SQLException {
        PoolConfig config =
                PoolConfig.builder().maximumPoolSize(4).minimumIdle(2).build();
        try (PooledDataSource dataSource = PostgresServer.newDatabase("klibras_bench", config)) {
            new LeaderboardBenchmark(users, dataSource, output).run();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        Population.fill(jdbi, users);
        long known = jdbi.withHandle(handle -> handle.select("select count(*) from user_sign_association")
                .mapTo(Long.class)
                .one());
        output.printf(
                "%n%,d learners, %,d known signs; %s; Java %s%n",
                users, known, PostgresServer.version(jdbi), System.getProperty("java.version"));
        LeaderboardStore board = stores.leaderboard();
        PointsCount tie = board.histogram(Audience.EVERYBODY).stream()
                .max(Comparator.comparingLong(PointsCount::learners))
                .orElseThrow();
        long inside = jdbi.withHandle(handle -> handle.select(
                        "select id from users where points = ? order by id offset ? limit 1",
                        tie.points(),
                        tie.learners() / 2)
                .mapTo(Long.class)
                .one());
        print("round trip (select 1)", Timing.median(i -> roundTrip()));
        double top10 = Timing.median(i -> board.top(Audience.EVERYBODY, 10));
        print("top 10", top10, buffers());
        double top50 = Timing.median(i -> board.top(Audience.EVERYBODY, 50));
        print("top 50", top50, buffers());
        String topSql = statement;
        print(
                "page of 10 after the middle of " + tie.learners() + " equals",
                Timing.median(i -> board.after(Audience.EVERYBODY, tie.points(), inside, 10)),
                buffers(tie.points(), inside, tie.points() - 1));
        print(
                "page of 50 after the middle of " + tie.learners() + " equals",
                Timing.median(i -> board.after(Audience.EVERYBODY, tie.points(), inside, 50)),
                buffers(tie.points(), inside, tie.points() - 1));
        statement = PAGE_WITHOUT_COUNTS;
        print(
                "the same without counting signs",
                Timing.median(i -> page(tie.points(), inside)),
                buffers(tie.points(), inside, 50, tie.points() - 1, 50, 50));
        Random random = new Random(1);
        print(
                "exact rank",
                Timing.median(i -> board.standings(Audience.EVERYBODY, List.of(1L + random.nextInt(users)))));
        print("histogram", Timing.median(i -> board.histogram(Audience.EVERYBODY)));
        print(
                "5 neighbors on each side, with exact ranks",
                Timing.median(i -> board.around(Audience.EVERYBODY, 1L + random.nextInt(users), 5)));
        CachedRanks ranks = CachedRanks.builder(board, Runnable::run)
                .refreshAfter(Duration.ofMinutes(10))
                .build();
        print("cached rank, points known", Timing.median(i -> ranks.estimate(random.nextInt(500))));
        print(
                "cached rank, points read",
                Timing.median(i -> ranks.estimate(stores.users()
                        .findById(1L + random.nextInt(users))
                        .orElseThrow()
                        .points())));
        print("peer: raw JDBC, same SQL, top 50", Timing.median(i -> raw(topSql)));
        output.printf(
                "  %-52s %10.2f%n",
                "top 50, KLibras / raw JDBC, alternating",
                Timing.ratio(i -> board.top(Audience.EVERYBODY, 50), i -> raw(topSql)));
        print("peer: join all, group, limit 50", Timing.median(i -> raw(JOIN_ALL, 50)));
        try (HibernatePeer hibernate = new HibernatePeer(dataSource)) {
            requireSame(hibernate.top(50));
            print("peer: Hibernate, ids then fetch join, top 50", Timing.median(i -> hibernate.top(50)));
        }
        try (RedisPeer redis = RedisPeer.start()) {
            redis.fill(raw(JOIN_ALL, users));
            requireSame(redis.top(50));
            print("peer: Redis, top 50 with names and counts", Timing.median(i -> redis.top(50)));
            output.printf(
                    "  %-52s %10.2f%n",
                    "top 50, KLibras / Redis, alternating",
                    Timing.ratio(i -> board.top(Audience.EVERYBODY, 50), i -> redis.top(50)));
            output.printf(
                    "  %-52s %10.4f%n",
                    "cached rank, points known / Redis, alternating",
                    Timing.ratio(
                            i -> ranks.estimate(random.nextInt(500)), i -> redis.rank(1L + random.nextInt(users))));
            print("peer: Redis, rank", Timing.median(i -> redis.rank(1L + random.nextInt(users))));
            print("peer: Redis, add points", Timing.median(i -> redis.award(1L + random.nextInt(users), 0)));
        }
        print(
                "award (a transaction that is on disk)",
                Timing.median(i -> stores.progress()
                        .learnSign(1L + random.nextInt(users), 1L + random.nextInt(Population.SIGNS))));
    }

    private List<Long> page(int points, long userId) {
        return jdbi.withHandle(handle -> handle.select(PAGE_WITHOUT_COUNTS, points, userId, 50, points - 1, 50, 50)
                .mapTo(Long.class)
                .list());
    }

    private void requireSame(List<LeaderboardRow> rows) {
        if (!rows.equals(stores.leaderboard().top(Audience.EVERYBODY, 50))) {
            throw new IllegalStateException("The peer gives another page");
        }
    }

    private int roundTrip() {
        return jdbi.withHandle(
                handle -> handle.select("select 1").mapTo(Integer.class).one());
    }

    private List<LeaderboardRow> raw(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = prepared.executeQuery()) {
                List<LeaderboardRow> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(new LeaderboardRow(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4)));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns how many buffers the last statement of the stores touches. */
    private int buffers(Object... parameters) throws SQLException {
        String sql = "explain (analyze, buffers, format json) " + statement;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            try (ResultSet plan = prepared.executeQuery()) {
                plan.next();
                // The first two are those of the root, which include all others.
                Matcher counts = BUFFERS.matcher(plan.getString(1));
                int buffers = 0;
                for (int i = 0; i < 2 && counts.find(); i++) {
                    buffers += Integer.parseInt(counts.group(1));
                }
                return buffers;
            }
        }
    }

    private void print(String what, double millis) {
        output.printf("  %-52s %10.3f ms%n", what, millis);
    }

    private void print(String what, double millis, int buffers) {
        output.printf("  %-52s %10.3f ms  %6d buffers%n", what, millis, buffers);
    }
}
