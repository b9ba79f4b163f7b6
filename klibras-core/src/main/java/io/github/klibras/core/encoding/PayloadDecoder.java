package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns the text of a payload back into bytes. Stateless and thread-safe.
 *
 * <p>Strict, so that a payload has only one text and damage is noticed: no white space, no line breaks, no URL-safe
 * alphabet, padding required, and no bits after the last byte (base64 {@code QR==} is refused, {@code QQ==} is not).
 * Only the case of hexadecimal digits is free. An {@link InvalidPayloadException} has the exact position.
 *
 * <p>Limits apply to decoded bytes and are checked before memory is allocated.
 */
public final class PayloadDecoder {

    /**
     * Shorter base64 texts may happen to consist of hexadecimal digits. At this length, the probability is (22/64)^64,
     * about 10^-30.
     */
    static final int TELLING_LENGTH = 64;

    private static final byte[] MP4_MARK = {'f', 't', 'y', 'p'};
    private static final int MP4_MARK_OFFSET = 4;

    private PayloadDecoder() {}

    /**
     * Decodes a payload whose encoding is known, limited only by the size of an array.
     *
     * @param text the encoded bytes, ASCII for base64 and hex
     * @return the payload; {@code text} itself for {@link PayloadEncoding#RAW}
     * @throws InvalidPayloadException if the text is not valid in this encoding
     */
    public static byte[] decode(byte[] text, PayloadEncoding encoding) {
        return decode(text, encoding, Integer.MAX_VALUE);
    }

    /**
     * Decodes a payload whose encoding is known.
     *
     * @param text the encoded bytes, ASCII for base64 and hex
     * @param maxBytes the greatest size of the payload, not negative
     * @return the payload; {@code text} itself for {@link PayloadEncoding#RAW}
     * @throws PayloadTooLargeException if the payload has more than {@code maxBytes} bytes
     * @throws InvalidPayloadException if the text is not valid in this encoding
     */
    public static byte[] decode(byte[] text, PayloadEncoding encoding, long maxBytes) {
        return decode(Slice.of(text), encoding, maxBytes);
    }

    /**
     * Decodes a payload that is part of something larger and whose encoding is known. If the buffer has an array, no
     * memory but the payload's is taken.
     *
     * @param text the encoded bytes, ASCII for base64 and hex: the buffer's remaining bytes; its position is unchanged
     * @param maxBytes the greatest size of the payload, not negative
     * @return the payload
     * @throws PayloadTooLargeException if the payload has more than {@code maxBytes} bytes
     * @throws InvalidPayloadException if the text is not valid in this encoding; positions count from the start of the
     *     text
     */
    public static byte[] decode(ByteBuffer text, PayloadEncoding encoding, long maxBytes) {
        return decode(Slice.of(text), encoding, maxBytes);
    }

    private static byte[] decode(Slice text, PayloadEncoding encoding, long maxBytes) {
        checkLimit(maxBytes);
        long size = switch (encoding) {
            case BASE64 -> Base64Text.decodedSize(text);
            case HEX -> text.length() / 2;
            case RAW -> text.length();
        };
        if (size > maxBytes) {
            throw new PayloadTooLargeException(maxBytes, size);
        }
        return switch (encoding) {
            case BASE64 -> Base64Text.decode(text);
            case HEX -> decodeHex(text);
            case RAW -> text.toArray();
        };
    }

    /**
     * Decodes a payload of an old message that does not say its encoding, limited only by the size of an array.
     *
     * @see #decodeUndeclared(byte[], long)
     */
    public static byte[] decodeUndeclared(byte[] text) {
        return decodeUndeclared(text, Integer.MAX_VALUE);
    }

    /**
     * Decodes a payload of an old message that does not say its encoding.
     *
     * <p>A text of even length with only hexadecimal digits is hex, any other is base64. A text under 64 characters
     * that could be either is decoded as the one that yields the start of an MP4 file ({@code ftyp} at bytes 4 to 7),
     * and refused if neither does.
     *
     * @param text ASCII
     * @param maxBytes the greatest size of the payload, not negative
     * @throws PayloadTooLargeException if the payload has more than {@code maxBytes} bytes
     * @throws InvalidPayloadException if the text is neither, or could be both
     */
    public static byte[] decodeUndeclared(byte[] text, long maxBytes) {
        return decodeUndeclared(Slice.of(text), maxBytes);
    }

    /**
     * Decodes a payload that is part of something larger, of an old message that does not say its encoding.
     *
     * @param text ASCII: the buffer's remaining bytes; its position is unchanged
     * @param maxBytes the greatest size of the payload, not negative
     * @throws PayloadTooLargeException if the payload has more than {@code maxBytes} bytes
     * @throws InvalidPayloadException if the text is neither, or could be both
     * @see #decodeUndeclared(byte[], long)
     */
    public static byte[] decodeUndeclared(ByteBuffer text, long maxBytes) {
        return decodeUndeclared(Slice.of(text), maxBytes);
    }

    private static byte[] decodeUndeclared(Slice text, long maxBytes) {
        if (!HexText.isValid(text)) {
            return decode(text, PayloadEncoding.BASE64, maxBytes);
        }
        byte[] asHex = decode(text, PayloadEncoding.HEX, maxBytes);
        if (text.length() % 4 != 0 || text.length() == 0 || text.length() >= TELLING_LENGTH || isMp4(asHex)) {
            return asHex;
        }
        if (isMp4(Base64Text.decode(text))) {
            return decode(text, PayloadEncoding.BASE64, maxBytes);
        }
        throw new InvalidPayloadException(
                "The payload of " + text.length() + " characters does not say its encoding and is too short to tell",
                0);
    }

    private static void checkLimit(long maxBytes) {
        if (maxBytes < 0) {
            throw new InvalidInputException("The limit of a payload cannot be " + maxBytes + " bytes");
        }
    }

    private static byte[] decodeHex(Slice text) {
        byte[] payload = new byte[text.length() / 2];
        HexText.decode(text, payload);
        return payload;
    }

    private static boolean isMp4(byte[] payload) {
        int end = MP4_MARK_OFFSET + MP4_MARK.length;
        return payload.length >= end && Arrays.equals(payload, MP4_MARK_OFFSET, end, MP4_MARK, 0, MP4_MARK.length);
    }
}
