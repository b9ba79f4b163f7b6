/** The contracts of accounts and of the hashes of passwords. */
@NullMarked
package io.github.klibras.testkit.user;

import org.jspecify.annotations.NullMarked;
