package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.video.Picture;

import java.util.List;

/** The nets of the face, ready for one thread. */
final class FaceNets implements NetGroup {

    static final List<NetKind> KINDS = List.of(NetKind.FACE_DETECTOR, NetKind.FACE_LANDMARKS);

    private final NetSet nets;
    private final Detector faces;
    private final FaceLandmarks face;

    FaceNets(NetFiles files, int threads, Confidences least) {
        nets = NetSet.open(files, KINDS, threads);
        faces = new Detector(Detector.Target.FACE, nets.get(NetKind.FACE_DETECTOR), least.faceDetection());
        face = new FaceLandmarks(nets.get(NetKind.FACE_LANDMARKS), least.facePresence());
    }

    @Override
    public void detect(Picture picture, float[] target, int offset) {
        for (Region region : faces.detect(picture, 1)) {
            face.find(picture, region, target, offset + LandmarkPart.FACE.offset());
        }
    }

    @Override
    public void close() {
        nets.close();
    }
}
