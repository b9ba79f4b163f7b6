package io.github.klibras.core.landmark;

/** Mirrors landmarks left to right: swaps each part and point of the body with its partner. */
final class Mirror {

    /**
     * Points of the face mesh that lie on its plane of symmetry, all among the first 248.
     *
     * <p>Derived from the vertices of MediaPipe's {@code modules/face_geometry/data/canonical_face_model.obj} and
     * {@code face_model_with_iris.obj}: these are the ones with x = 0. The others come in pairs that differ only in the
     * sign of x, first the right half of the face (index below 248) and then the left half in the same order. The
     * pairing maps the mesh's 898 triangles (906 with irises) onto themselves.
     */
    private static final int[] FACE_MIDLINE = {
        0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 94, 151, 152, 164, 168, 175, 195, 197, 199, 200
    };

    private static final int FACE_LEFT_HALF = 248;

    /** Where the irises start; each has the center and the right, upper, left and lower edge as seen in the picture. */
    private static final int RIGHT_IRIS = 468;

    private static final int LEFT_IRIS = 473;
    private static final int[] IRIS_PARTNERS = {0, 3, 2, 1, 4};

    private static final int[] FACE_PARTNERS = facePartners();

    private Mirror() {}

    static LandmarkSequence apply(LandmarkSequence sequence) {
        float[] source = sequence.toArray();
        float[] target = new float[source.length];
        int features = sequence.layout().features();
        for (int start = 0; start < source.length; start += features) {
            for (LandmarkPart part : sequence.layout().parts()) {
                mirror(part, source, target, start);
            }
        }
        return LandmarkSequence.ofOwned(sequence.layout(), target);
    }

    private static void mirror(LandmarkPart part, float[] source, float[] target, int start) {
        int size = part.valuesPerPoint();
        int from = start + part.offset();
        int to = start + partner(part).offset();
        for (int point = 0; point < part.points(); point++) {
            if (LandmarkSequence.anyButZero(source, from + point * size, size)) {
                int mirrored = to + partner(part, point) * size;
                System.arraycopy(source, from + point * size, target, mirrored, size);
                target[mirrored] = 1 - target[mirrored];
            }
        }
    }

    private static LandmarkPart partner(LandmarkPart part) {
        return switch (part) {
            case LEFT_HAND -> LandmarkPart.RIGHT_HAND;
            case RIGHT_HAND -> LandmarkPart.LEFT_HAND;
            case POSE, FACE -> part;
        };
    }

    static int partner(LandmarkPart part, int point) {
        return switch (part) {
            case LEFT_HAND, RIGHT_HAND -> point;
            case POSE -> posePartner(point);
            case FACE -> FACE_PARTNERS[point];
        };
    }

    /** Returns a point's partner, by the names in MediaPipe's {@code python/solutions/pose.py}, enum PoseLandmark. */
    private static int posePartner(int point) {
        if (point == 0) {
            return 0; // the nose
        }
        if (point <= 6) {
            return point <= 3
                    ? point + 3
                    : point - 3; // left eye: inner corner, middle, outer corner; right eye likewise
        }
        return point % 2 == 1 ? point + 1 : point - 1; // from ears to feet: left, right, left, right
    }

    private static int[] facePartners() {
        int[] partners = new int[LandmarkLayout.FACE_POINTS];
        for (int point : FACE_MIDLINE) {
            partners[point] = point;
        }
        int left = FACE_LEFT_HALF;
        int midline = 0;
        for (int right = 0; right < FACE_LEFT_HALF; right++) {
            if (midline < FACE_MIDLINE.length && FACE_MIDLINE[midline] == right) {
                midline++;
            } else {
                partners[right] = left;
                partners[left] = right;
                left++;
            }
        }
        for (int i = 0; i < IRIS_PARTNERS.length; i++) {
            partners[RIGHT_IRIS + i] = LEFT_IRIS + IRIS_PARTNERS[i];
            partners[LEFT_IRIS + i] = RIGHT_IRIS + IRIS_PARTNERS[i];
        }
        return partners;
    }
}
