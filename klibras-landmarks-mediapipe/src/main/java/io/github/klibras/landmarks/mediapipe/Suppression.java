package io.github.klibras.landmarks.mediapipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Merges overlapping detections into one with the best score, at the mean of all weighted by their scores. This is the
 * weighted form of MediaPipe's {@code NonMaxSuppressionCalculator}.
 */
final class Suppression {

    private Suppression() {}

    /**
     * Merges detections.
     *
     * @param leastOverlap how much a detection must overlap the best one to be merged with it, exclusive
     * @return the merged detections, best first
     */
    static List<Detection> merge(List<Detection> detections, float leastOverlap) {
        List<Detection> left = new ArrayList<>(detections);
        left.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Detection> merged = new ArrayList<>();
        while (!left.isEmpty()) {
            Detection best = left.get(0);
            List<Detection> same = new ArrayList<>();
            List<Detection> others = new ArrayList<>();
            for (Detection candidate : left) {
                (candidate.overlap(best) > leastOverlap ? same : others).add(candidate);
            }
            merged.add(same.isEmpty() ? best : Detection.mean(best, same));
            if (others.size() == left.size()) {
                break; // a box without area overlaps nothing, not even itself
            }
            left = others;
        }
        return merged;
    }
}
