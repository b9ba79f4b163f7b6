package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.video.Picture;

import java.util.List;
import java.util.Optional;

/** The nets for the body, ready for one thread at a time. */
final class PoseNets implements NetGroup {

    static final List<NetKind> KINDS = List.of(NetKind.POSE_DETECTOR, NetKind.POSE_LANDMARKS);

    private final NetSet nets;
    private final Detector bodies;
    private final PoseLandmarks pose;
    private final boolean tracking;
    private final VisibilityFilter visibility = new VisibilityFilter(LandmarkLayout.POSE_POINTS);
    private final PointFilter points = new PointFilter(LandmarkLayout.POSE_POINTS, LandmarkPart.POSE.valuesPerPoint());
    private Optional<Region> expected = Optional.empty();

    PoseNets(NetFiles files, NetSettings settings) {
        nets = NetSet.open(files, KINDS, settings.threads());
        Confidences least = settings.least();
        bodies = new Detector(Detector.Target.POSE, nets.get(NetKind.POSE_DETECTOR), least.poseDetection());
        pose = new PoseLandmarks(nets.get(NetKind.POSE_LANDMARKS), least.posePresence());
        tracking = settings.tracking();
    }

    @Override
    public void detect(Picture picture, float[] target, int offset) {
        int start = offset + LandmarkPart.POSE.offset();
        Optional<Region> next = expected.or(
                        () -> bodies.detect(picture, 1).stream().findFirst())
                .flatMap(region -> pose.find(picture, region, target, start));
        if (tracking) {
            expected = next;
            next.ifPresentOrElse(region -> smooth(picture, region, target, start), points::reset);
        }
    }

    private void smooth(Picture picture, Region next, float[] target, int start) {
        visibility.apply(target, start);
        points.apply(picture, (next.width() + next.height()) / 2, target, start);
    }

    @Override
    public void forget() {
        expected = Optional.empty();
        visibility.reset();
        points.reset();
    }

    @Override
    public void close() {
        nets.close();
    }
}
