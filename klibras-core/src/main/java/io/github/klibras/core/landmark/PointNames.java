package io.github.klibras.core.landmark;

import java.util.List;
import java.util.stream.IntStream;

/** The names of each part's points in MediaPipe, and so in pose-format, in the order of {@link LandmarkPart}. */
final class PointNames {

    /** MediaPipe's {@code python/solutions/pose.py}, enum PoseLandmark. */
    private static final List<String> POSE = words("""
            NOSE LEFT_EYE_INNER LEFT_EYE LEFT_EYE_OUTER RIGHT_EYE_INNER RIGHT_EYE RIGHT_EYE_OUTER LEFT_EAR RIGHT_EAR
            MOUTH_LEFT MOUTH_RIGHT LEFT_SHOULDER RIGHT_SHOULDER LEFT_ELBOW RIGHT_ELBOW LEFT_WRIST RIGHT_WRIST
            LEFT_PINKY RIGHT_PINKY LEFT_INDEX RIGHT_INDEX LEFT_THUMB RIGHT_THUMB LEFT_HIP RIGHT_HIP LEFT_KNEE RIGHT_KNEE
            LEFT_ANKLE RIGHT_ANKLE LEFT_HEEL RIGHT_HEEL LEFT_FOOT_INDEX RIGHT_FOOT_INDEX
            """);

    /** MediaPipe's {@code python/solutions/hands.py}, enum HandLandmark. */
    private static final List<String> HAND = words("""
            WRIST THUMB_CMC THUMB_MCP THUMB_IP THUMB_TIP
            INDEX_FINGER_MCP INDEX_FINGER_PIP INDEX_FINGER_DIP INDEX_FINGER_TIP
            MIDDLE_FINGER_MCP MIDDLE_FINGER_PIP MIDDLE_FINGER_DIP MIDDLE_FINGER_TIP
            RING_FINGER_MCP RING_FINGER_PIP RING_FINGER_DIP RING_FINGER_TIP
            PINKY_MCP PINKY_PIP PINKY_DIP PINKY_TIP
            """);

    /** Points of the face mesh have only numbers. */
    private static final List<String> FACE = IntStream.range(0, LandmarkLayout.FACE_POINTS)
            .mapToObj(String::valueOf)
            .toList();

    private PointNames() {}

    static List<String> of(LandmarkPart part) {
        return switch (part) {
            case POSE -> POSE;
            case LEFT_HAND, RIGHT_HAND -> HAND;
            case FACE -> FACE;
        };
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
