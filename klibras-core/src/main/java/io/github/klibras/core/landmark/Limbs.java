package io.github.klibras.core.landmark;

import java.util.ArrayList;
import java.util.List;

/**
 * The limbs of each part, from MediaPipe's {@code python/solutions}: POSE_CONNECTIONS and HAND_CONNECTIONS. The 2,556
 * edges of the face mesh are omitted.
 */
final class Limbs {

    /** Chains of points, each joined with the next one. */
    private static final List<Limb> POSE = chains(new int[][] {
        {8, 6, 5, 4, 0, 1, 2, 3, 7}, // ear to ear
        {9, 10}, // mouth
        {12, 11, 23, 24, 12}, // trunk
        {11, 13, 15, 17, 19, 15, 21}, // left arm and hand
        {12, 14, 16, 18, 20, 16, 22},
        {23, 25, 27, 29, 31, 27}, // left leg and foot
        {24, 26, 28, 30, 32, 28}
    });

    private static final List<Limb> HAND = chains(new int[][] {
        {0, 1, 2, 3, 4}, // thumb
        {0, 5, 6, 7, 8},
        {9, 10, 11, 12},
        {13, 14, 15, 16},
        {0, 17, 18, 19, 20}, // little finger
        {5, 9, 13, 17} // knuckles
    });

    private Limbs() {}

    static List<Limb> of(LandmarkPart part) {
        return switch (part) {
            case POSE -> POSE;
            case LEFT_HAND, RIGHT_HAND -> HAND;
            case FACE -> List.of();
        };
    }

    private static List<Limb> chains(int[][] chains) {
        List<Limb> limbs = new ArrayList<>();
        for (int[] chain : chains) {
            for (int i = 1; i < chain.length; i++) {
                limbs.add(new Limb(chain[i - 1], chain[i]));
            }
        }
        return List.copyOf(limbs);
    }
}
