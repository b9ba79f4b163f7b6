package io.github.klibras.benchmarks;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Learners with known signs: each knows a random quarter of forty signs, the same in each run. */
final class Population {

    static final int SIGNS = 40;

    private Population() {}

    /** Fills a database that has been migrated and is empty; ids are 1 to {@code users}. */
    static void fill(Jdbi jdbi, int users) {
        jdbi.useTransaction(handle -> {
            // Skips ten million checks of foreign keys, which hold by construction.
            handle.execute("set local session_replication_role = replica");
            handle.execute("set local work_mem = '256MB'");
            signs(handle);
            handle.execute(
                    "create temporary table known on commit drop as"
                            + " select u as user_id, s as sign_id from generate_series(1, ?) u, generate_series(1, ?) s"
                            + " where hashint8(u * 1000::bigint + s) & 3 = 0",
                    users,
                    SIGNS);
            handle.execute("insert into users (id, email, username, password, points, role)"
                    + " select u, 'u' || u || '@example.org', 'u' || u, '', coalesce(points, 0), 'USER'"
                    + " from generate_series(1, " + users + ") u"
                    + " left join (select user_id, sum(pontos) as points from known join signs on id = sign_id"
                    + " group by user_id) p on user_id = u");
            handle.execute("insert into user_sign_association (user_id, sign_id) select user_id, sign_id from known");
            handle.execute("select setval('users_id_seq', ?)", users);
        });
        jdbi.useHandle(handle -> {
            handle.execute("vacuum analyze users");
            handle.execute("vacuum analyze user_sign_association");
        });
    }

    private static void signs(Handle handle) {
        handle.execute(
                "insert into signs (id, name, \"desc\", \"videoUrl\", pontos)"
                        + " select s, 's' || s, '', 's' || s, 5 + s % 11 from generate_series(1, ?) s",
                SIGNS);
        handle.execute("select setval('signs_id_seq', ?)", SIGNS);
    }
}
