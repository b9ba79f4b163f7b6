package io.github.klibras.core.user;

/** Outcome of a registration. */
public sealed interface Registration {

    /** The account was created. */
    record Registered(User user) implements Registration {}

    /** Another account has this e-mail address; nothing was stored. */
    record EmailTaken(EmailAddress email) implements Registration {}

    /** Another account has this username; nothing was stored. */
    record UsernameTaken(Username username) implements Registration {}
}
