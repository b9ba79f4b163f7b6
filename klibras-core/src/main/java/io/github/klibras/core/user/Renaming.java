package io.github.klibras.core.user;

/** What came of changing a username. */
public sealed interface Renaming {

    /** The account has the new name now. */
    record Renamed(User user) implements Renaming {}

    /** An account, perhaps the same one, has this name already; nothing was changed. */
    record UsernameTaken(Username username) implements Renaming {}

    /** There is no such account. */
    record NoSuchUser(long userId) implements Renaming {}
}
