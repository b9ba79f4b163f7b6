package io.github.klibras.examples;

import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.UserStore;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the SQL statements that calls of stores take, by method and by what came of the call. Thread-safe. */
final class StatementMeter implements SqlLogger {

    private final ThreadLocal<Integer> executed = ThreadLocal.withInitial(() -> 0);
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @Override
    public void logBeforeExecution(StatementContext context) {
        executed.set(executed.get() + 1);
    }

    /** Returns how many statements a call of this method took that gave a result of this kind, if there was one. */
    OptionalInt statements(String method, String kind) {
        Integer count = counts.get(method + " " + kind);
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** What distinguishes results for the reader: the award that came of finishing a job. */
    private static String kind(@Nullable Object result) {
        if (result instanceof FinishResult.Finished finished) {
            return finished.award()
                    .map(award -> award.getClass().getSimpleName())
                    .orElse("");
        }
        return "";
    }

    /** Returns stores that do the same and are counted; the originals must log to this meter. */
    Stores metered(Stores stores) {
        UserStore users = metered(UserStore.class, stores.users());
        CatalogStore catalog = metered(CatalogStore.class, stores.catalog());
        ProgressStore progress = metered(ProgressStore.class, stores.progress());
        LeaderboardStore leaderboard = metered(LeaderboardStore.class, stores.leaderboard());
        JobStore jobs = metered(JobStore.class, stores.jobs());
        return new Stores() {
            @Override
            public UserStore users() {
                return users;
            }

            @Override
            public CatalogStore catalog() {
                return catalog;
            }

            @Override
            public ProgressStore progress() {
                return progress;
            }

            @Override
            public LeaderboardStore leaderboard() {
                return leaderboard;
            }

            @Override
            public JobStore jobs() {
                return jobs;
            }
        };
    }

    private <T> T metered(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            int before = executed.get();
            try {
                Object result = method.invoke(store, args);
                counts.merge(method.getName() + " " + kind(result), executed.get() - before, Math::max);
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
