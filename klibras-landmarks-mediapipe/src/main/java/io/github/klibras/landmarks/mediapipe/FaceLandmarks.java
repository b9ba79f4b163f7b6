package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.video.Picture;

import java.nio.FloatBuffer;

/** Finds the 478 points of a face in a region. For one thread at a time. */
final class FaceLandmarks {

    private final Net net;
    private final float leastPresence;
    private final Crop crop = new Crop(NetKind.FACE_LANDMARKS.side(), 0, 1, Crop.Border.REPLICATE);

    /** @param leastPresence how certain the net must be that there is a face, 0 to 1 */
    FaceLandmarks(Net net, float leastPresence) {
        this.net = net;
        this.leastPresence = leastPresence;
    }

    /** Writes x, y and z of the points, if there is a face. */
    void find(Picture picture, Region region, float[] target, int offset) {
        crop.cut(picture, region, net.input());
        net.run();
        if (Sigmoid.of(net.output(1).get(0)) < leastPresence) {
            return;
        }
        FloatBuffer values = net.output(0);
        float side = NetKind.FACE_LANDMARKS.side();
        float depth = depthScale(picture, region) / side;
        for (int i = 0; i < LandmarkLayout.FACE_POINTS * 3; i += 3) {
            float across = values.get(i) / side;
            float down = values.get(i + 1) / side;
            target[offset + i] = region.pictureX(across, down) / picture.width();
            target[offset + i + 1] = region.pictureY(across, down) / picture.height();
            target[offset + i + 2] = values.get(i + 2) * depth;
        }
    }

    /** The length of the region's upper side, in the coordinates of the picture, where both sides are 1. */
    private static float depthScale(Picture picture, Region region) {
        double across = Math.cos(region.angle()) * region.width() / picture.width();
        double down = Math.sin(region.angle()) * region.width() / picture.height();
        return (float) Math.hypot(across, down);
    }
}
