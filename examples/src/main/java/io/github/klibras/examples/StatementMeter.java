package io.github.klibras.examples;

import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.progress.Award;
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

/**
 * Counts the SQL statements of each call of a store, and keeps the maximum for each method. Calls of {@code finish} are
 * counted separately for each outcome of the award. Thread-safe.
 */
final class StatementMeter implements SqlLogger {

    private record Metered(
            UserStore users, CatalogStore catalog, ProgressStore progress, LeaderboardStore leaderboard, JobStore jobs)
            implements Stores {}

    private final ThreadLocal<Integer> executed = ThreadLocal.withInitial(() -> 0);
    private final Map<String, Integer> most = new ConcurrentHashMap<>();

    @Override
    public void logBeforeExecution(StatementContext context) {
        executed.set(executed.get() + 1);
    }

    /** Returns the maximum number of statements in a call of this store method; empty if it was not called. */
    OptionalInt statements(String method) {
        Integer statements = most.get(method);
        return statements == null ? OptionalInt.empty() : OptionalInt.of(statements);
    }

    /** Returns the same for calls of {@code finish} that stored a result with this outcome of the award. */
    OptionalInt statements(Class<? extends Award> award) {
        return statements(finishedWith(award));
    }

    /** Returns stores whose calls are counted; the originals must log to this meter. */
    Stores metered(Stores stores) {
        return new Metered(
                metered(UserStore.class, stores.users()),
                metered(CatalogStore.class, stores.catalog()),
                metered(ProgressStore.class, stores.progress()),
                metered(LeaderboardStore.class, stores.leaderboard()),
                metered(JobStore.class, stores.jobs()));
    }

    private <T> T metered(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            int before = executed.get();
            try {
                Object result = method.invoke(store, args);
                most.merge(kind(method.getName(), result), executed.get() - before, Math::max);
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static String kind(String method, @Nullable Object result) {
        return result instanceof Finished finished && finished.award().isPresent()
                ? finishedWith(finished.award().get().getClass())
                : method;
    }

    private static String finishedWith(Class<? extends Award> award) {
        return "finish, " + award.getSimpleName();
    }
}
