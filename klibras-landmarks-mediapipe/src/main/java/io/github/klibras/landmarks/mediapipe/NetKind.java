package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

import java.util.List;
import java.util.Set;

/**
 * The nets in MediaPipe's bundles, with the side of their square input picture and their outputs. Other outputs are not
 * needed here and not computed: the outline of the body takes more than half of the pose net's time.
 */
enum NetKind {
    POSE_DETECTOR(
            "pose_detector.tflite",
            224,
            List.of(new Output(0, 2254 * 12), new Output(1, 2254)),
            Set.of("9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c")),
    POSE_LANDMARKS(
            "pose_landmarks_detector.tflite",
            256,
            List.of(new Output(0, 39 * 5), new Output(1, 1), new Output(3, 64 * 64 * 39)),
            Set.of(
                    "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
                    "b742514dc7f2e6c328bd561f3b35fb79fc269e0300d0b838fc55630b20a1859d",
                    "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
                    "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe")),
    PALM_DETECTOR(
            "hand_detector.tflite",
            192,
            List.of(new Output(0, 2016 * 18), new Output(1, 2016)),
            Set.of("1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54")),
    HAND_LANDMARKS(
            "hand_landmarks_detector.tflite",
            224,
            List.of(new Output(0, 21 * 3), new Output(1, 1), new Output(2, 1)),
            Set.of("11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3")),
    FACE_DETECTOR(
            "face_detector.tflite",
            128,
            List.of(new Output(0, 896 * 16), new Output(1, 896)),
            Set.of("b4578f35940bf5a1a655214a1cce5cab13eba73c1297cd78e1a04c2380b0152f")),
    FACE_LANDMARKS(
            "face_landmarks_detector.tflite",
            256,
            List.of(new Output(0, 478 * 3), new Output(1, 1)),
            Set.of("c7d54204ce0448474c7f3fa9af494787c0965cbdd6f20fc72867e43046bd43d5"));

    /**
     * An output of a net.
     *
     * @param index its index among the outputs in the file
     * @param size how many numbers it has
     */
    record Output(int index, int size) {}

    private final String fileName;
    private final int side;

    @SuppressWarnings("ImmutableEnumChecker") // the list cannot be changed
    private final List<Output> outputs;

    @SuppressWarnings("ImmutableEnumChecker") // the set cannot be changed
    private final Set<String> hashes;

    NetKind(String fileName, int side, List<Output> outputs, Set<String> hashes) {
        this.fileName = fileName;
        this.side = side;
        this.outputs = outputs;
        this.hashes = hashes;
    }

    /** Returns the file's name within a bundle. */
    String fileName() {
        return fileName;
    }

    /** Returns the width and height of the input in pixels. */
    int side() {
        return side;
    }

    /** Returns how many numbers the input has. */
    int inputSize() {
        return side * side * Picture.CHANNELS;
    }

    /**
     * Returns the SHA-256 of each known file in hexadecimal. The pose landmarks have four: two lite ones that compute
     * the same, the full one and the heavy one.
     */
    Set<String> hashes() {
        return hashes;
    }

    /** Returns the outputs that are computed. */
    List<Output> outputs() {
        return outputs;
    }
}
