package io.github.klibras.bcrypt;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.user.PasswordHasher;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Hashes passwords by bcrypt, version {@code $2b$}, and checks them against {@code $2a$}, {@code $2b$} and
 * {@code $2y$}.
 *
 * <p>bcrypt sees only the first {@value #MAX_PASSWORD_BYTES} bytes of a password. Longer passwords are rejected when
 * hashing, but truncated when checking, because existing hashes may come from libraries that truncate. Thread-safe.
 */
public final class BcryptPasswordHasher implements PasswordHasher {

    /** Maximum length of a password, in bytes of UTF-8. */
    public static final int MAX_PASSWORD_BYTES = 72;

    /** The cost that the Python service uses: 2^12 rounds. */
    public static final int DEFAULT_COST = 12;

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

    private final int cost;

    /** Makes a hasher of the {@linkplain #DEFAULT_COST default cost}. */
    public BcryptPasswordHasher() {
        this(DEFAULT_COST);
    }

    /**
     * Makes a hasher.
     *
     * @param cost the logarithm of the number of rounds, 4 to 31; each step doubles the time. Use 4 in tests only.
     * @throws InvalidInputException if the cost is out of range
     */
    public BcryptPasswordHasher(int cost) {
        if (cost < BCrypt.MIN_COST || cost > BCrypt.MAX_COST) {
            throw new InvalidInputException("The cost of bcrypt is " + cost + "; it must lie between " + BCrypt.MIN_COST
                    + " and " + BCrypt.MAX_COST);
        }
        this.cost = cost;
    }

    @Override
    public String hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PASSWORD_BYTES) {
            throw new InvalidInputException("The password has " + bytes.length + " bytes in UTF-8; at most "
                    + MAX_PASSWORD_BYTES + " are allowed");
        }
        if (password.indexOf('\0') >= 0) {
            throw new InvalidInputException("The password holds a NUL character, which is not allowed");
        }
        BCrypt.Version version = BCrypt.Version.VERSION_2B;
        return new String(
                BCrypt.with(version, LongPasswordStrategies.truncate(version)).hash(cost, bytes),
                StandardCharsets.US_ASCII);
    }

    @Override
    public boolean matches(String password, String hash) {
        if (!HASH.matcher(hash).matches()) {
            return false;
        }
        BCrypt.Version version = BCrypt.Version.VERSION_2B;
        return BCrypt.verifyer(version, LongPasswordStrategies.truncate(version))
                .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
                .verified;
    }
}
