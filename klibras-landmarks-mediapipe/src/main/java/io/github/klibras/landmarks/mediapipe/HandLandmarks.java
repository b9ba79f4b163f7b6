package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.video.Picture;

import java.nio.FloatBuffer;
import java.util.Optional;

/** Finds the 21 points of a hand in a region. For one thread at a time. */
final class HandLandmarks {

    /** The net's z has other units than x and y, according to MediaPipe's graph. */
    private static final float DEPTH_SCALE = 0.4f;

    private static final float RIGHT = 0.5f;

    private final Net net;
    private final float leastPresence;
    private final Crop crop = new Crop(NetKind.HAND_LANDMARKS.side(), 0, 1, Crop.Border.REPLICATE);

    /** @param leastPresence how certain the net must be that there is a hand, 0 to 1 */
    HandLandmarks(Net net, float leastPresence) {
        this.net = net;
        this.leastPresence = leastPresence;
    }

    /** Returns the hand in a region, if there is one. */
    Optional<Hand> find(Picture picture, Region region) {
        crop.cut(picture, region, net.input());
        net.run();
        if (net.output(1).get(0) < leastPresence) {
            return Optional.empty();
        }
        FloatBuffer values = net.output(0);
        float side = NetKind.HAND_LANDMARKS.side();
        float[] points = new float[LandmarkLayout.HAND_POINTS * 3];
        for (int i = 0; i < points.length; i += 3) {
            float across = values.get(i) / side;
            float down = values.get(i + 1) / side;
            points[i] = region.pictureX(across, down) / picture.width();
            points[i + 1] = region.pictureY(across, down) / picture.height();
            points[i + 2] = values.get(i + 2) / side / DEPTH_SCALE * region.width() / picture.width();
        }
        return Optional.of(new Hand(net.output(2).get(0) >= RIGHT, points));
    }
}
