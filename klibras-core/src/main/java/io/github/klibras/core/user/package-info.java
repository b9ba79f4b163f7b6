/** Accounts of learners, and how they authenticate. */
@NullMarked
package io.github.klibras.core.user;

import org.jspecify.annotations.NullMarked;
