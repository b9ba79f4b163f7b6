package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

import java.util.List;

/** The nets, as they are in MediaPipe's bundles: the side of the square picture that each takes, and how much it gives. */
enum NetKind {
    POSE_DETECTOR("pose_detector.tflite", 224, List.of(2254 * 12, 2254)),
    POSE_LANDMARKS("pose_landmarks_detector.tflite", 256, List.of(39 * 5, 1, 256 * 256, 64 * 64 * 39)),
    PALM_DETECTOR("hand_detector.tflite", 192, List.of(2016 * 18, 2016)),
    HAND_LANDMARKS("hand_landmarks_detector.tflite", 224, List.of(21 * 3, 1, 1)),
    FACE_DETECTOR("face_detector.tflite", 128, List.of(896 * 16, 896)),
    FACE_LANDMARKS("face_landmarks_detector.tflite", 256, List.of(478 * 3, 1));

    private final String fileName;
    private final int side;

    @SuppressWarnings("ImmutableEnumChecker") // the list cannot be changed
    private final List<Integer> outputs;

    NetKind(String fileName, int side, List<Integer> outputs) {
        this.fileName = fileName;
        this.side = side;
        this.outputs = outputs;
    }

    /** Returns its name within a bundle. */
    String fileName() {
        return fileName;
    }

    /** Returns the width and height of its input in pixels. */
    int side() {
        return side;
    }

    /** Returns how many numbers its input has. */
    int inputSize() {
        return side * side * Picture.CHANNELS;
    }

    /** Returns how many numbers its outputs have; later outputs are of no use here. */
    List<Integer> outputs() {
        return outputs;
    }
}
