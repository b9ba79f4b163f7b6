package io.github.klibras.core.inmemory;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.user.PasswordHasher;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** A fast hasher for tests only; it does not withstand any attack. Thread-safe. */
public final class InsecurePasswordHasher implements PasswordHasher {

    private static final int MAX_PASSWORD_BYTES = 72;
    private static final String PREFIX = "insecure$";

    private final AtomicLong salt = new AtomicLong();

    @Override
    public String hash(String password) {
        int length = password.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PASSWORD_BYTES) {
            throw new InvalidInputException(
                    "The password has " + length + " bytes in UTF-8; at most " + MAX_PASSWORD_BYTES + " are allowed");
        }
        String salted = PREFIX + salt.incrementAndGet() + "$";
        return salted + digest(salted, password);
    }

    @Override
    public boolean matches(String password, String hash) {
        int end = hash.lastIndexOf('$') + 1;
        return hash.startsWith(PREFIX) && hash.substring(end).equals(digest(hash.substring(0, end), password));
    }

    private static String digest(String salt, String password) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
            sha256.update(bytes, 0, Math.min(bytes.length, MAX_PASSWORD_BYTES));
            return HexFormat.of().formatHex(sha256.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
