package io.github.klibras.core.user;

/** Outcome of changing a username. */
public sealed interface Renaming {

    /** The account now has the new name. */
    record Renamed(User user) implements Renaming {}

    /** An account, perhaps the same one, has this name already; nothing was changed. */
    record UsernameTaken(Username username) implements Renaming {}

    /** There is no such account. */
    record NoSuchUser(long userId) implements Renaming {}
}
