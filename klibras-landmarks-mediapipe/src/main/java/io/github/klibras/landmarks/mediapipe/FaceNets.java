package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.video.Picture;

import java.util.List;
import java.util.Optional;

/** The nets for the face, ready for one thread at a time. */
final class FaceNets implements NetGroup {

    static final List<NetKind> KINDS = List.of(NetKind.FACE_DETECTOR, NetKind.FACE_LANDMARKS);

    private final NetSet nets;
    private final Detector faces;
    private final FaceLandmarks face;
    private final boolean tracking;
    private final PointFilter points = new PointFilter(LandmarkLayout.FACE_POINTS, LandmarkPart.FACE.valuesPerPoint());
    private Optional<Region> expected = Optional.empty();

    FaceNets(NetFiles files, NetSettings settings) {
        nets = NetSet.open(files, KINDS, settings.threads());
        Confidences least = settings.least();
        faces = new Detector(Detector.Target.FACE, nets.get(NetKind.FACE_DETECTOR), least.faceDetection());
        face = new FaceLandmarks(nets.get(NetKind.FACE_LANDMARKS), least.facePresence());
        tracking = settings.tracking();
    }

    @Override
    public void detect(Picture picture, float[] target, int offset) {
        int start = offset + LandmarkPart.FACE.offset();
        boolean found = expected.or(() -> faces.detect(picture, 1).stream().findFirst())
                .filter(region -> face.find(picture, region, target, start))
                .isPresent();
        if (tracking) {
            follow(picture, found, target, start);
        }
    }

    private void follow(Picture picture, boolean found, float[] target, int start) {
        if (found) {
            Bounds bounds = FaceLandmarks.bounds(target, start, picture.width(), picture.height());
            expected = Optional.of(FaceLandmarks.nextRegion(target, start, picture.width(), picture.height()));
            points.apply(picture, (bounds.width() + bounds.height()) / 2, target, start);
        } else {
            forget();
        }
    }

    @Override
    public void forget() {
        expected = Optional.empty();
        points.reset();
    }

    @Override
    public void close() {
        nets.close();
    }
}
