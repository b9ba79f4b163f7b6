package io.github.klibras.benchmarks;

import io.github.klibras.core.leaderboard.LeaderboardRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

import javax.sql.DataSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The same tables through Hibernate: entities and a fetch join. */
final class HibernatePeer implements AutoCloseable {

    /** A learner with all known signs. */
    @Entity(name = "Learner")
    @Table(name = "users")
    static class Learner {
        @Id
        int id;

        String username = "";
        int points;

        @ManyToMany
        @JoinTable(
                name = "user_sign_association",
                joinColumns = @JoinColumn(name = "user_id"),
                inverseJoinColumns = @JoinColumn(name = "sign_id"))
        Set<KnownSign> signs = new HashSet<>();
    }

    /** A sign. */
    @Entity(name = "KnownSign")
    @Table(name = "signs")
    static class KnownSign {
        @Id
        int id;

        @Column(name = "pontos")
        int points;
    }

    private final SessionFactory factory;

    HibernatePeer(DataSource dataSource) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.datasource", dataSource);
        configuration.addAnnotatedClass(Learner.class);
        configuration.addAnnotatedClass(KnownSign.class);
        factory = configuration.buildSessionFactory();
    }

    /**
     * Reads a page in the best form: ids first, then a fetch join of these. With a limit on the join itself, Hibernate
     * would read all learners.
     */
    List<LeaderboardRow> top(int limit) {
        return factory.fromSession(session -> {
            List<Integer> ids = session.createSelectionQuery(
                            "select u.id from Learner u order by u.points desc, u.id", Integer.class)
                    .setMaxResults(limit)
                    .getResultList();
            return session
                    .createSelectionQuery(
                            "select u from Learner u left join fetch u.signs where u.id in :ids"
                                    + " order by u.points desc, u.id",
                            Learner.class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .stream()
                    .map(learner ->
                            new LeaderboardRow(learner.id, learner.username, learner.points, learner.signs.size()))
                    .toList();
        });
    }

    @Override
    public void close() {
        factory.close();
    }
}
