package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Pictures for tests. */
final class Pictures {

    private Pictures() {}

    /** Returns the same noise as in the tests of core and in the scripts that made the expected values. */
    static Picture noise(int width, int height) {
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((int) (i * 2654435761L + 12345) >> 24);
        }
        return Picture.of(width, height, rgb, Duration.ZERO);
    }

    static Picture read(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        int at = 0;
        for (int pixel : image.getRGB(0, 0, width, height, null, 0, width)) {
            rgb[at++] = (byte) (pixel >> 16);
            rgb[at++] = (byte) (pixel >> 8);
            rgb[at++] = (byte) pixel;
        }
        return Picture.of(width, height, rgb, Duration.ZERO);
    }
}
