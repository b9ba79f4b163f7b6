package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds parts of a body in a picture, and the region to examine for each. For one thread at a time. */
final class Detector {

    /** The part to look for. Numbers and rules are those of MediaPipe's graphs. */
    enum Target {
        /** A body: the first point is the middle of the hips, the second as far from it as the body reaches. */
        POSE(NetKind.POSE_DETECTOR, Anchors.of(224, 8, 16, 32, 32, 32), -1, 0.5f) {
            @Override
            Region region(Detection found, Region picture) {
                float x = pictureX(found, 0, picture);
                float y = pictureY(found, 0, picture);
                return Region.reaching(x, y, pictureX(found, 1, picture) - x, pictureY(found, 1, picture) - y)
                        .scaled(1.25f);
            }
        },
        /** A palm: the wrist is its first point, the knuckle of the middle finger the third. */
        PALM(NetKind.PALM_DETECTOR, Anchors.of(192, 8, 16, 16, 16), 0, 0.3f) {
            @Override
            Region region(Detection found, Region picture) {
                // MediaPipe uses 90 radians where it means degrees, and its landmark net was trained on that.
                float angle = Region.normalized(90 - direction(found, 0, 2, picture));
                return box(found, picture, angle).shifted(0, -0.5f).squared().scaled(2.6f);
            }
        },
        /** A face: the eyes are its first two points. */
        FACE(NetKind.FACE_DETECTOR, Anchors.of(128, 8, 16, 16, 16), -1, 0.5f) {
            @Override
            Region region(Detection found, Region picture) {
                return box(found, picture, Region.normalized(-direction(found, 0, 1, picture)))
                        .scaled(1.5f);
            }
        };

        private final NetKind net;

        @SuppressWarnings("ImmutableEnumChecker") // anchors cannot be changed
        private final Anchors anchors;

        private final float low;
        private final float leastOverlap;

        /** @param low the net's input value for a color of 0; for 255, it is 1 in all nets */
        Target(NetKind net, Anchors anchors, float low, float leastOverlap) {
            this.net = net;
            this.anchors = anchors;
            this.low = low;
            this.leastOverlap = leastOverlap;
        }

        NetKind net() {
            return net;
        }

        /**
         * Returns the region to examine.
         *
         * @param picture the square in which the detector looked
         */
        abstract Region region(Detection found, Region picture);

        private static Region box(Detection found, Region picture, float angle) {
            return new Region(
                    picture.pictureX(found.x(), 0),
                    picture.pictureY(0, found.y()),
                    found.width() * picture.width(),
                    found.height() * picture.height(),
                    angle);
        }

        private static double direction(Detection found, int from, int to, Region picture) {
            float dx = pictureX(found, to, picture) - pictureX(found, from, picture);
            float dy = pictureY(found, to, picture) - pictureY(found, from, picture);
            return Math.atan2(-dy, dx);
        }

        private static float pictureX(Detection found, int point, Region picture) {
            return picture.pictureX(found.pointX(point), 0);
        }

        private static float pictureY(Detection found, int point, Region picture) {
            return picture.pictureY(0, found.pointY(point));
        }
    }

    private static final int BOX_VALUES = 4;

    /** Beyond that, a score is practically 1; MediaPipe clips there so that the exponential does not overflow. */
    private static final float MAX_LOGIT = 100;

    /** Larger logits may have scores that round to 1 in 32 bits. */
    private static final double MAX_HOPELESS = 16;

    private final Target target;
    private final Net net;
    private final Crop crop;
    private final float leastScore;

    /** Logits below this cannot reach the least score. Almost all are, so the exponential is skipped. */
    private final float hopeless;

    /** @param leastScore the lowest score that counts, 0 to 1 */
    Detector(Target target, Net net, float leastScore) {
        this.target = target;
        this.net = net;
        this.crop = new Crop(target.net.side(), target.low, 1, Crop.Border.ZERO);
        this.leastScore = leastScore;
        this.hopeless = (float) Math.min(MAX_HOPELESS, Math.log(leastScore / (1 - leastScore)) - 0.1);
    }

    /**
     * Detects parts in a picture.
     *
     * @return the regions of at most {@code most} parts, the most certain first
     */
    List<Region> detect(Picture picture, int most) {
        Region square = Region.squareAround(picture.width(), picture.height());
        crop.cut(picture, square, net.input());
        net.run();
        return Suppression.merge(read(), target.leastOverlap).stream()
                .limit(most)
                .map(found -> target.region(found, square))
                .toList();
    }

    private List<Detection> read() {
        FloatBuffer boxes = net.output(0);
        FloatBuffer scores = net.output(1);
        int count = target.anchors.size();
        int values = boxes.capacity() / count;
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float logit = scores.get(i);
            if (logit < hopeless) {
                continue;
            }
            float score = Sigmoid.of(Math.min(logit, MAX_LOGIT));
            if (score >= leastScore) {
                found.add(read(boxes, i * values, values, i, score));
            }
        }
        return found;
    }

    private Detection read(FloatBuffer boxes, int start, int values, int anchor, float score) {
        float side = target.net.side();
        float x = boxes.get(start) / side + target.anchors.x(anchor);
        float y = boxes.get(start + 1) / side + target.anchors.y(anchor);
        float halfWidth = boxes.get(start + 2) / side / 2;
        float halfHeight = boxes.get(start + 3) / side / 2;
        float[] points = new float[values - BOX_VALUES];
        for (int i = 0; i < points.length; i += 2) {
            points[i] = boxes.get(start + BOX_VALUES + i) / side + target.anchors.x(anchor);
            points[i + 1] = boxes.get(start + BOX_VALUES + i + 1) / side + target.anchors.y(anchor);
        }
        return new Detection(score, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, points);
    }
}
