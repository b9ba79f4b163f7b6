/** Passwords hashed by bcrypt, in the form that the Python service stores. */
@NullMarked
package io.github.klibras.bcrypt;

import org.jspecify.annotations.NullMarked;
