package io.github.klibras.examples;

import java.awt.Graphics2D;
import java.util.Map;

/** Digits of 5 × 7 dots, since minimal Java installations have no fonts. */
final class PixelDigits {

    /** The height of a digit in dots. */
    static final int HEIGHT = 7;

    private static final int WIDTH = 5;
    private static final int GAP = 1;

    /** Rows from top to bottom; the fifth bit is the leftmost dot. */
    private static final Map<Character, int[]> GLYPHS = Map.ofEntries(
            Map.entry('0', new int[] {0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110}),
            Map.entry('1', new int[] {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110}),
            Map.entry('2', new int[] {0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111}),
            Map.entry('3', new int[] {0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110}),
            Map.entry('4', new int[] {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010}),
            Map.entry('5', new int[] {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110}),
            Map.entry('6', new int[] {0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110}),
            Map.entry('7', new int[] {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000}),
            Map.entry('8', new int[] {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110}),
            Map.entry('9', new int[] {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100}),
            Map.entry('.', new int[] {0, 0, 0, 0, 0, 0b01100, 0b01100}),
            Map.entry('s', new int[] {0, 0, 0b01111, 0b10000, 0b01110, 0b00001, 0b11110}),
            Map.entry(' ', new int[HEIGHT]));

    private PixelDigits() {}

    /** Returns the width of a text in dots. */
    static int width(String text) {
        return text.length() * (WIDTH + GAP) - GAP;
    }

    /**
     * Draws digits, dots, blanks and the letter s.
     *
     * @param dot the side of a dot in pixels
     */
    static void draw(String text, int x, int y, int dot, Graphics2D target) {
        for (int i = 0; i < text.length(); i++) {
            int[] rows = GLYPHS.getOrDefault(text.charAt(i), new int[HEIGHT]);
            for (int row = 0; row < HEIGHT; row++) {
                for (int column = 0; column < WIDTH; column++) {
                    if ((rows[row] >> (WIDTH - 1 - column) & 1) == 1) {
                        target.fillRect(x + (i * (WIDTH + GAP) + column) * dot, y + row * dot, dot, dot);
                    }
                }
            }
        }
    }
}
