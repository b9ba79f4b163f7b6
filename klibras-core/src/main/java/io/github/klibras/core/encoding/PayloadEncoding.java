package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;

import java.util.Locale;
import java.util.Optional;

/** How the bytes of a video are written in a message. */
public enum PayloadEncoding {
    /** RFC 4648 base64 with padding and without line breaks: four characters for three bytes. */
    BASE64,
    /** The bytes themselves, as the body of the message. */
    RAW,
    /** Two hexadecimal digits per byte; only for older Python workers, which write and read it. */
    HEX;

    /** Returns the name by which messages refer to it: the lower-case name of the constant. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the encoding with this {@linkplain #wireName() name}, or empty if there is none. */
    public static Optional<PayloadEncoding> ofWireName(String wireName) {
        for (PayloadEncoding encoding : values()) {
            if (encoding.wireName().equals(wireName)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns how many bytes the encoded form takes.
     *
     * @param size number of bytes of the payload, not negative
     * @throws InvalidInputException if {@code size} is negative, or so great that the result might overflow
     */
    public long encodedSize(long size) {
        if (size < 0 || size > Long.MAX_VALUE / 2) {
            throw new InvalidInputException("A payload cannot have " + size + " bytes");
        }
        return switch (this) {
            case BASE64 -> (size + 2) / 3 * 4;
            case RAW -> size;
            case HEX -> size * 2;
        };
    }
}
