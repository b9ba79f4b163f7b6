package io.github.klibras.testkit.user;

import io.github.klibras.core.user.PasswordHasher;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A hasher as a third party might write it, unrelated to bcrypt; with few rounds, since it is for tests. */
final class Pbkdf2PasswordHasher implements PasswordHasher {

    private static final int ROUNDS = 10;
    private static final int KEY_BITS = 128;
    private static final Pattern HASH = Pattern.compile("pbkdf2:([0-9a-f]{16}):([0-9a-f]{32})");

    private final SecureRandom random = new SecureRandom();

    @Override
    public String hash(String password) {
        byte[] salt = new byte[8];
        random.nextBytes(salt);
        return "pbkdf2:" + HexFormat.of().formatHex(salt) + ":" + HexFormat.of().formatHex(key(password, salt));
    }

    @Override
    public boolean matches(String password, String hash) {
        Matcher parts = HASH.matcher(hash);
        return parts.matches()
                && MessageDigest.isEqual(
                        HexFormat.of().parseHex(parts.group(2)),
                        key(password, HexFormat.of().parseHex(parts.group(1))));
    }

    private static byte[] key(String password, byte[] salt) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ROUNDS, KEY_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java platform has PBKDF2", e);
        }
    }
}
