package io.github.klibras.jdbi.internal;

import io.github.klibras.core.user.Credentials;
import io.github.klibras.core.user.User;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.util.Map;
import java.util.Optional;

/** The statements of accounts. */
public interface UserSql extends UserLock {

    /** Parts of the statements, by name. */
    Map<String, String> FRAGMENTS = Map.of("userColumns", "id, email, username, role, points");

    @SqlUpdate("""
            insert into <schema>.users (email, username, password, points, role)
            values (:email, :username, :password, 0, <role>)
            """)
    @GetGeneratedKeys("id")
    long insert(
            @Bind("email") String email,
            @Bind("username") String username,
            @Bind("password") String passwordHash,
            @Bind("role") String role);

    @SqlQuery("select <userColumns> from <schema>.users where id = :id")
    Optional<User> findById(@Bind("id") long id);

    @SqlQuery("select <userColumns> from <schema>.users where email = :email")
    Optional<User> findByEmail(@Bind("email") String email);

    @SqlQuery("select <userColumns> from <schema>.users where username = :username")
    Optional<User> findByUsername(@Bind("username") String username);

    @SqlQuery("select id, password from <schema>.users where email = :email")
    Optional<Credentials> findCredentials(@Bind("email") String email);

    /** Returns 0 also if the account already has this name. */
    @SqlUpdate("update <schema>.users set username = :username where id = :id and username <> :username")
    int rename(@Bind("id") long id, @Bind("username") String username);

    @SqlUpdate("update <schema>.users set password = :password where id = :id")
    int changePassword(@Bind("id") long id, @Bind("password") String passwordHash);

    @SqlUpdate("delete from <schema>.user_sign_association where user_id = :id")
    int forgetSigns(@Bind("id") long id);

    @SqlUpdate("delete from <schema>.user_module_association where user_id = :id")
    int forgetModules(@Bind("id") long id);

    @SqlUpdate("delete from <schema>.users where id = :id")
    int delete(@Bind("id") long id);
}
