/** Accounts: who learns, and how they prove that it is them. */
@NullMarked
package io.github.klibras.core.user;

import org.jspecify.annotations.NullMarked;
