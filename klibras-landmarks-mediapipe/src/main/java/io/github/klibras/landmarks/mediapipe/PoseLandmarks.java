package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.video.Picture;

import java.nio.FloatBuffer;
import java.util.Optional;

/** Finds the 33 points of a body in a region. For one thread at a time. */
final class PoseLandmarks {

    private static final int POINT_VALUES = 5;
    private static final int POINTS = 39;
    private static final int VISIBILITY = 3;

    /** Points that are not landmarks: the middle of the hips, and one as far from it as the body reaches. */
    private static final int MIDDLE = 33;

    private static final int REACH = 34;

    private final Net net;
    private final float leastPresence;
    private final Crop crop = new Crop(NetKind.POSE_LANDMARKS.side(), 0, 1, Crop.Border.REPLICATE);
    private final HeatMap heatMap;
    private final float[] place = new float[2];

    /** @param leastPresence how certain the net must be that there is a body, 0 to 1 */
    PoseLandmarks(Net net, float leastPresence) {
        this.net = net;
        this.leastPresence = leastPresence;
        this.heatMap = new HeatMap(net.output(2), 64, POINTS);
    }

    /**
     * Writes x, y, z and visibility of the points, if there is a body.
     *
     * @return the region of the body in the next picture; empty if there is no body
     */
    Optional<Region> find(Picture picture, Region region, float[] target, int offset) {
        crop.cut(picture, region, net.input());
        net.run();
        if (net.output(1).get(0) < leastPresence) {
            return Optional.empty();
        }
        FloatBuffer values = net.output(0);
        float side = NetKind.POSE_LANDMARKS.side();
        int next = offset;
        for (int point = 0; point < LandmarkLayout.POSE_POINTS; point++) {
            int start = point * POINT_VALUES;
            locate(point);
            target[next++] = region.pictureX(place[0], place[1]) / picture.width();
            target[next++] = region.pictureY(place[0], place[1]) / picture.height();
            target[next++] = values.get(start + 2) / side * region.width() / picture.width();
            target[next++] = Sigmoid.of(values.get(start + VISIBILITY));
        }
        return Optional.of(next(region));
    }

    private Region next(Region region) {
        locate(MIDDLE);
        float x = region.pictureX(place[0], place[1]);
        float y = region.pictureY(place[0], place[1]);
        locate(REACH);
        float right = region.pictureX(place[0], place[1]) - x;
        float down = region.pictureY(place[0], place[1]) - y;
        return Region.reaching(x, y, right, down).scaled(1.25f);
    }

    /** Sets {@link #place} to a point, as fractions of the region. */
    private void locate(int point) {
        float side = NetKind.POSE_LANDMARKS.side();
        int start = point * POINT_VALUES;
        place[0] = net.output(0).get(start) / side;
        place[1] = net.output(0).get(start + 1) / side;
        heatMap.refine(point, place);
    }
}
