package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.video.Picture;

import java.util.ArrayList;
import java.util.List;

/** The nets of body and hands, ready for one thread. */
final class BodyNets implements NetGroup {

    static final List<NetKind> KINDS =
            List.of(NetKind.POSE_DETECTOR, NetKind.POSE_LANDMARKS, NetKind.PALM_DETECTOR, NetKind.HAND_LANDMARKS);

    private static final int HANDS = 2;

    private final NetSet nets;
    private final Detector bodies;
    private final PoseLandmarks pose;
    private final Detector palms;
    private final HandLandmarks hand;

    BodyNets(NetFiles files, int threads, Confidences least) {
        nets = NetSet.open(files, KINDS, threads);
        bodies = new Detector(Detector.Target.POSE, nets.get(NetKind.POSE_DETECTOR), least.poseDetection());
        pose = new PoseLandmarks(nets.get(NetKind.POSE_LANDMARKS), least.posePresence());
        palms = new Detector(Detector.Target.PALM, nets.get(NetKind.PALM_DETECTOR), least.handDetection());
        hand = new HandLandmarks(nets.get(NetKind.HAND_LANDMARKS), least.handPresence());
    }

    @Override
    public void detect(Picture picture, float[] target, int offset) {
        for (Region region : bodies.detect(picture, 1)) {
            pose.find(picture, region, target, offset + LandmarkPart.POSE.offset());
        }
        for (Hand found : hands(picture)) {
            found.copyTo(target, offset + found.part().offset());
        }
    }

    private List<Hand> hands(Picture picture) {
        List<Hand> hands = new ArrayList<>();
        for (Region region : palms.detect(picture, HANDS)) {
            hand.find(picture, region)
                    .filter(found ->
                            hands.stream().noneMatch(other -> other.isSame(found, picture.width(), picture.height())))
                    .ifPresent(hands::add);
        }
        return hands;
    }

    @Override
    public void close() {
        nets.close();
    }
}
