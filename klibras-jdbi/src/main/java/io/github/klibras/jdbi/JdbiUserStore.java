package io.github.klibras.jdbi;

import io.github.klibras.core.user.Credentials;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Renaming;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.UserStore;
import io.github.klibras.core.user.Username;
import io.github.klibras.jdbi.internal.JobSql;
import io.github.klibras.jdbi.internal.UserSql;

import java.util.Optional;
import java.util.function.Function;

final class JdbiUserStore implements UserStore {

    private final Database database;

    JdbiUserStore(Database database) {
        this.database = database;
    }

    @Override
    public Registration insert(NewUser user) {
        EmailAddress email = user.email();
        Username username = user.username();
        try {
            long id = sql(users -> users.insert(
                    email.value(),
                    username.value(),
                    user.passwordHash(),
                    user.role().name()));
            return new Registration.Registered(new User(id, email, username, user.role(), 0));
        } catch (DuplicateKeyException e) {
            if (findByEmail(email).isPresent()) {
                return new Registration.EmailTaken(email);
            }
            if (findByUsername(username).isPresent()) {
                return new Registration.UsernameTaken(username);
            }
            throw e;
        }
    }

    @Override
    public Optional<User> findById(long userId) {
        return sql(users -> users.findById(userId));
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return sql(users -> users.findByEmail(email.value()));
    }

    @Override
    public Optional<User> findByUsername(Username username) {
        return sql(users -> users.findByUsername(username.value()));
    }

    @Override
    public Optional<Credentials> findCredentials(EmailAddress email) {
        return sql(users -> users.findCredentials(email.value()));
    }

    @Override
    public Renaming rename(long userId, Username username) {
        boolean renamed;
        try {
            renamed = sql(users -> users.rename(userId, username.value())) == 1;
        } catch (DuplicateKeyException e) {
            return new Renaming.UsernameTaken(username);
        }
        Optional<User> user = findById(userId);
        if (user.isEmpty()) {
            return new Renaming.NoSuchUser(userId);
        }
        return renamed ? new Renaming.Renamed(user.get()) : new Renaming.UsernameTaken(username);
    }

    @Override
    public boolean changePasswordHash(long userId, String passwordHash) {
        return sql(users -> users.changePassword(userId, passwordHash)) == 1;
    }

    @Override
    public boolean delete(long userId) {
        return database.inTransaction(handle -> {
            UserSql users = handle.attach(UserSql.class);
            if (users.lockUser(userId).isEmpty()) {
                return false;
            }
            handle.attach(JobSql.class).deleteOf(userId);
            return delete(users, userId);
        });
    }

    @Override
    public boolean deleteIfWithoutJobs(long userId) {
        return database.inTransaction(handle -> {
            UserSql users = handle.attach(UserSql.class);
            // Submitting locks the account too, so that no job comes in between.
            return users.lockUser(userId).isPresent()
                    && handle.attach(JobSql.class).lockAny(userId).isEmpty()
                    && delete(users, userId);
        });
    }

    private static boolean delete(UserSql users, long userId) {
        users.forgetSigns(userId);
        users.forgetModules(userId);
        return users.delete(userId) == 1;
    }

    private <T> T sql(Function<UserSql, T> work) {
        return database.with(UserSql.class, work);
    }
}
