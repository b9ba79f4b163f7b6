package io.github.klibras.core.inmemory;

import io.github.klibras.core.user.Credentials;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Renaming;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.UserStore;
import io.github.klibras.core.user.Username;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

final class InMemoryUserStore implements UserStore {

    private final Tables tables;

    InMemoryUserStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Registration insert(NewUser user) {
        return tables.transaction(() -> {
            if (findByEmail(user.email()).isPresent()) {
                return new Registration.EmailTaken(user.email());
            }
            if (findByUsername(user.username()).isPresent()) {
                return new Registration.UsernameTaken(user.username());
            }
            User stored = new User(tables.nextUserId(), user.email(), user.username(), user.role(), 0);
            tables.users.put(stored.id(), stored);
            tables.passwordHashes.put(stored.id(), user.passwordHash());
            return new Registration.Registered(stored);
        });
    }

    @Override
    public Optional<User> findById(long userId) {
        return tables.transaction(() -> Optional.ofNullable(tables.users.get(userId)));
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return findFirst(user -> user.email().equals(email));
    }

    @Override
    public Optional<User> findByUsername(Username username) {
        return findFirst(user -> user.username().equals(username));
    }

    @Override
    public Optional<Credentials> findCredentials(EmailAddress email) {
        return tables.transaction(() -> findByEmail(email)
                .map(user -> new Credentials(user.id(), Objects.requireNonNull(tables.passwordHashes.get(user.id())))));
    }

    @Override
    public Renaming rename(long userId, Username username) {
        return tables.transaction(() -> {
            User user = tables.users.get(userId);
            if (user == null) {
                return new Renaming.NoSuchUser(userId);
            }
            if (findByUsername(username).isPresent()) {
                return new Renaming.UsernameTaken(username);
            }
            User renamed = new User(userId, user.email(), username, user.role(), user.points());
            tables.users.put(userId, renamed);
            return new Renaming.Renamed(renamed);
        });
    }

    @Override
    public boolean changePasswordHash(long userId, String passwordHash) {
        return tables.transaction(() -> tables.passwordHashes.replace(userId, passwordHash) != null);
    }

    @Override
    public boolean delete(long userId) {
        return tables.transaction(() -> {
            tables.passwordHashes.remove(userId);
            tables.forgetProgress(userId);
            tables.jobs.values().removeIf(job -> job.job().userId() == userId);
            return tables.users.remove(userId) != null;
        });
    }

    @Override
    public boolean deleteIfWithoutJobs(long userId) {
        return tables.transaction(
                () -> tables.jobs.values().stream().noneMatch(job -> job.job().userId() == userId) && delete(userId));
    }

    private Optional<User> findFirst(Predicate<User> wanted) {
        return tables.transaction(
                () -> tables.users.values().stream().filter(wanted).findFirst());
    }
}
