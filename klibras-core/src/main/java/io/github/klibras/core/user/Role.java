package io.github.klibras.core.user;

/** What an account may do. Registration always gives {@link #USER}. */
public enum Role {
    USER,
    ADMIN
}
