package io.github.klibras.core.video;

/**
 * Shrinks pictures exactly as OpenCV's {@code resize} does by default, since features must be those that a model was
 * trained on. Weights have 11 bits; after interpolating rows, 4 bits are dropped, and the sums over columns are rounded
 * by 2 bits. From pictures of exactly twice the size, each pixel is the mean of four.
 */
final class PictureScaler {

    private static final int WEIGHT_BITS = 11;
    private static final int ONE = 1 << WEIGHT_BITS;
    private static final int DROPPED_BITS = 4;

    /** The two source positions on either side of each target position, and their weights. */
    private static final class Axis {

        private final int[] first;
        private final int[] second;
        private final int[] firstWeight;
        private final int[] secondWeight;

        Axis(int source, int target) {
            first = new int[target];
            second = new int[target];
            firstWeight = new int[target];
            secondWeight = new int[target];
            double scale = 1 / (target / (double) source);
            for (int i = 0; i < target; i++) {
                float place = (float) ((i + 0.5) * scale - 0.5);
                int before = (int) Math.floor(place);
                float share = place - before;
                if (before < 0) {
                    before = 0;
                    share = 0;
                } else if (before >= source - 1) {
                    before = source - 1;
                    share = 0;
                }
                first[i] = before;
                second[i] = Math.min(before + 1, source - 1);
                firstWeight[i] = (int) Math.rint((1 - share) * ONE);
                secondWeight[i] = (int) Math.rint(share * ONE);
            }
        }
    }

    private PictureScaler() {}

    /** Returns the pixels of a picture in another size, neither side of which is larger than before. */
    static byte[] scale(Picture picture, int width, int height) {
        return picture.width() == 2 * width && picture.height() == 2 * height
                ? half(picture, width, height)
                : interpolate(picture, width, height);
    }

    private static byte[] half(Picture picture, int width, int height) {
        byte[] source = picture.rgb();
        byte[] target = new byte[width * height * Picture.CHANNELS];
        int rowBytes = picture.width() * Picture.CHANNELS;
        int at = 0;
        for (int y = 0; y < height; y++) {
            int row = 2 * y * rowBytes;
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                    int from = row + 2 * x * Picture.CHANNELS + channel;
                    int sum = (source[from] & 0xff)
                            + (source[from + Picture.CHANNELS] & 0xff)
                            + (source[from + rowBytes] & 0xff)
                            + (source[from + rowBytes + Picture.CHANNELS] & 0xff);
                    target[at++] = (byte) ((sum + 2) >> 2);
                }
            }
        }
        return target;
    }

    private static byte[] interpolate(Picture picture, int width, int height) {
        Axis across = new Axis(picture.width(), width);
        Axis down = new Axis(picture.height(), height);
        int rowValues = width * Picture.CHANNELS;
        byte[] target = new byte[rowValues * height];
        int[][] rows = new int[2][rowValues];
        int[] rowNumbers = {-1, -1};
        for (int y = 0; y < height; y++) {
            int[] upper = row(picture, across, down.first[y], rows, rowNumbers);
            int[] lower = row(picture, across, down.second[y], rows, rowNumbers);
            int upperWeight = down.firstWeight[y];
            int lowerWeight = down.secondWeight[y];
            int start = y * rowValues;
            for (int i = 0; i < rowValues; i++) {
                int sum = ((upperWeight * (upper[i] >> DROPPED_BITS)) >> 16)
                        + ((lowerWeight * (lower[i] >> DROPPED_BITS)) >> 16);
                target[start + i] = (byte) ((sum + 2) >> 2);
            }
        }
        return target;
    }

    /** Returns an interpolated row; the last even and the last odd row are kept for reuse. */
    private static int[] row(Picture picture, Axis across, int row, int[][] rows, int[] rowNumbers) {
        int[] values = rows[row & 1];
        if (rowNumbers[row & 1] == row) {
            return values;
        }
        rowNumbers[row & 1] = row;
        byte[] source = picture.rgb();
        int start = row * picture.width() * Picture.CHANNELS;
        int at = 0;
        for (int x = 0; x < across.first.length; x++) {
            int first = start + across.first[x] * Picture.CHANNELS;
            int second = start + across.second[x] * Picture.CHANNELS;
            int firstWeight = across.firstWeight[x];
            int secondWeight = across.secondWeight[x];
            for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                values[at++] = (source[first + channel] & 0xff) * firstWeight
                        + (source[second + channel] & 0xff) * secondWeight;
            }
        }
        return values;
    }
}
