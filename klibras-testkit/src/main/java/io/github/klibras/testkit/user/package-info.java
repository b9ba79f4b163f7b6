/** The contracts of user stores and password hashers. */
@NullMarked
package io.github.klibras.testkit.user;

import org.jspecify.annotations.NullMarked;
