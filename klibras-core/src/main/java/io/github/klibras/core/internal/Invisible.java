package io.github.klibras.core.internal;

/** Characters that show nothing, or only space between others. */
final class Invisible {

    /**
     * First and last code points of the ranges with the property Default_Ignorable_Code_Point in the file
     * DerivedCoreProperties.txt of Unicode 14.0: 4174 code points. Java has no method for this property.
     */
    private static final int[] DEFAULT_IGNORABLE = {
        0x00ad, 0x00ad, // soft hyphen
        0x034f, 0x034f, // combining grapheme joiner
        0x061c, 0x061c, // Arabic letter mark
        0x115f, 0x1160, // Hangul fillers
        0x17b4, 0x17b5, // Khmer inherent vowels
        0x180b, 0x180f, // Mongolian variation selectors and vowel separator
        0x200b, 0x200f, // zero width space, joiners, direction marks
        0x202a, 0x202e, // direction embeddings and overrides
        0x2060, 0x206f, // word joiner, invisible operators, direction isolates
        0x3164, 0x3164, // Hangul filler
        0xfe00, 0xfe0f, // variation selectors
        0xfeff, 0xfeff, // zero width no-break space
        0xffa0, 0xffa0, // halfwidth Hangul filler
        0xfff0, 0xfff8, // unassigned
        0x1bca0, 0x1bca3, // shorthand format controls
        0x1d173, 0x1d17a, // musical format controls
        0xe0000, 0xe0fff, // tags, more variation selectors
    };

    private Invisible() {}

    /** Returns whether a code point shows nothing by itself: white space, ignorable, or an empty glyph. */
    static boolean test(int codePoint) {
        return isWhiteSpace(codePoint) || isDefaultIgnorable(codePoint) || isEmptyGlyph(codePoint);
    }

    /** Returns Unicode's property White_Space: controls such as the tab, and the three kinds of separators. */
    static boolean isWhiteSpace(int codePoint) {
        return Character.isSpaceChar(codePoint) || (codePoint >= '\t' && codePoint <= '\r') || codePoint == 0x85;
    }

    static boolean isDefaultIgnorable(int codePoint) {
        for (int i = 0; i < DEFAULT_IGNORABLE.length; i += 2) {
            if (codePoint >= DEFAULT_IGNORABLE[i] && codePoint <= DEFAULT_IGNORABLE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether Unicode names a letter or symbol blank, null or filler, but has no property that says so. */
    static boolean isEmptyGlyph(int codePoint) {
        return switch (codePoint) {
            case 0x2800, // Braille pattern blank
                    0x13441,
                    0x13442, // Egyptian hieroglyph full blank, half blank
                    0x16fe4, // Khitan small script filler
                    0x1d159 -> // musical symbol null notehead
                true;
            default -> false;
        };
    }
}
