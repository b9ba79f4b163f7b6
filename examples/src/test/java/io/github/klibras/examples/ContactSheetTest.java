package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Limb;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.SampledFrames.Frame;
import org.junit.jupiter.api.Test;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class ContactSheetTest {

    private static final int GAP = 6;

    @Test
    void sixteenFramesFillFourRows() {
        BufferedImage sheet = ContactSheet.of(clip(16, 200, 100, new float[16 * 258]));

        assertThat(sheet.getWidth()).isEqualTo(4 * 420 + 5 * GAP);
        assertThat(sheet.getHeight()).isEqualTo(4 * 210 + 5 * GAP);
    }

    @Test
    void aSinglePictureIsLarge() {
        BufferedImage sheet = ContactSheet.of(clip(1, 90, 160, new float[258]));

        assertThat(sheet.getWidth()).isEqualTo(540 + 2 * GAP);
        assertThat(sheet.getHeight()).isEqualTo(960 + 2 * GAP);
    }

    /** Only the second of two frames has a left hand, on a diagonal from its upper left to its lower right. */
    @Test
    void landmarksAreDrawnOnTheirOwnFrame() {
        float[] values = new float[2 * 258];
        for (int point = 0; point < LandmarkPart.LEFT_HAND.points(); point++) {
            int at = 258 + LandmarkPart.LEFT_HAND.offset() + 3 * point;
            values[at] = 0.3f + point / 50f;
            values[at + 1] = 0.3f + point / 50f;
        }
        BufferedImage sheet = ContactSheet.of(clip(2, 100, 100, values));

        assertThat(blue(sheet, GAP)).isZero();
        assertThat(blue(sheet, 420 + 2 * GAP)).isGreaterThan(100);
        Limb limb = LandmarkPart.LEFT_HAND.limbs().get(0);
        double middle = 0.3 + (limb.from() + limb.to()) / 2.0 / 50;
        assertThat(isBlue(sheet.getRGB(420 + 2 * GAP + (int) (420 * middle), GAP + (int) (420 * middle))))
                .isTrue();
    }

    /** Points outside the picture, such as legs, are not drawn on neighboring frames. */
    @Test
    void nothingIsDrawnOutsideItsFrame() {
        float[] values = new float[2 * 258];
        for (int point = 0; point < LandmarkPart.LEFT_HAND.points(); point++) {
            values[LandmarkPart.LEFT_HAND.offset() + 3 * point] = 1 + point / 20f;
            values[LandmarkPart.LEFT_HAND.offset() + 3 * point + 1] = 0.5f;
        }
        assertThat(blue(ContactSheet.of(clip(2, 100, 100, values)), 420 + 2 * GAP))
                .isZero();
    }

    private static long blue(BufferedImage sheet, int left) {
        return IntStream.range(0, 420 * 420)
                .filter(i -> isBlue(sheet.getRGB(left + i % 420, GAP + i / 420)))
                .count();
    }

    private static boolean isBlue(int rgb) {
        Color color = new Color(rgb);
        return color.getBlue() > 200 && color.getRed() < 100;
    }

    private static RecordedClip clip(int frames, int width, int height, float[] values) {
        List<Frame> stills = IntStream.range(0, frames)
                .mapToObj(i -> new Frame(
                        i, Picture.of(width, height, new byte[3 * width * height], Duration.ofMillis(40L * i))))
                .toList();
        LandmarkSequence landmarks = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);
        return new RecordedClip(width, height, 25, landmarks, landmarks, stills);
    }
}
