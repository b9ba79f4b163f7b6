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

    private final Detector bodies;
    private final PoseLandmarks pose;
    private final Detector palms;
    private final HandLandmarks hand;

    BodyNets(NetFiles files, int threads, Confidences least) {
        bodies = new Detector(Detector.Target.POSE, files.open(NetKind.POSE_DETECTOR, threads), least.poseDetection());
        pose = new PoseLandmarks(files.open(NetKind.POSE_LANDMARKS, threads), least.posePresence());
        palms = new Detector(Detector.Target.PALM, files.open(NetKind.PALM_DETECTOR, threads), least.handDetection());
        hand = new HandLandmarks(files.open(NetKind.HAND_LANDMARKS, threads), least.handPresence());
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
        bodies.close();
        pose.close();
        palms.close();
        hand.close();
    }
}
