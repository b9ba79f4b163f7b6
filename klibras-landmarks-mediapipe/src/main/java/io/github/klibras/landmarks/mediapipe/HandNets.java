package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The nets for the hands, ready for one thread at a time. */
final class HandNets implements NetGroup {

    static final List<NetKind> KINDS = List.of(NetKind.PALM_DETECTOR, NetKind.HAND_LANDMARKS);

    private static final int HANDS = 2;

    private final NetSet nets;
    private final Detector palms;
    private final List<HandLandmarks> looks;
    private final Executor executor;
    private final boolean tracking;
    private final float mostOverlap;
    private List<Region> expected = List.of();

    HandNets(NetFiles files, NetSettings settings) {
        executor = settings.executor();
        List<NetKind> kinds = new ArrayList<>(KINDS);
        if (executor != SideBySide.ALONE) {
            kinds.add(NetKind.HAND_LANDMARKS); // one for each hand
        }
        nets = NetSet.open(files, kinds, settings.threads());
        Confidences least = settings.least();
        palms = new Detector(Detector.Target.PALM, nets.get(NetKind.PALM_DETECTOR), least.handDetection());
        looks = nets.all(NetKind.HAND_LANDMARKS).stream()
                .map(net -> new HandLandmarks(net, least.handPresence()))
                .toList();
        tracking = settings.tracking();
        mostOverlap = least.handTracking();
    }

    @Override
    public void detect(Picture picture, float[] target, int offset) {
        List<Hand> hands = new ArrayList<>();
        for (Optional<Hand> seen : look(picture, regions(picture))) {
            seen.filter(found ->
                            hands.stream().noneMatch(other -> other.isSame(found, picture.width(), picture.height())))
                    .ifPresent(hands::add);
        }
        for (Hand found : hands) {
            found.copyTo(target, offset + found.part().offset());
        }
        if (tracking) {
            expected = hands.stream()
                    .map(found -> found.nextRegion(picture.width(), picture.height()))
                    .toList();
        }
    }

    private List<Optional<Hand>> look(Picture picture, List<Region> regions) {
        List<Optional<Hand>> seen = new ArrayList<>(Collections.nCopies(regions.size(), Optional.empty()));
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            int hand = i;
            HandLandmarks look = looks.get(hand % looks.size());
            tasks.add(() -> seen.set(hand, look.find(picture, regions.get(hand))));
        }
        SideBySide.run(executor, tasks);
        return seen;
    }

    private List<Region> regions(Picture picture) {
        if (!tracking) {
            return palms.detect(picture, HANDS);
        }
        if (expected.size() == HANDS) {
            return expected;
        }
        return join(expected, palms.detect(picture, HANDS), mostOverlap);
    }

    /**
     * Adds detected regions to followed ones, skipping those that are already there: the rule of MediaPipe's
     * {@code HandAssociationCalculator}.
     *
     * @param mostOverlap the overlap, 0 to 1, above which two regions are the same hand
     * @return at most {@value #HANDS} regions, the followed ones first
     */
    static List<Region> join(List<Region> followed, List<Region> detected, float mostOverlap) {
        List<Region> joined = new ArrayList<>(followed);
        for (Region region : detected) {
            if (joined.size() < HANDS && joined.stream().noneMatch(other -> other.overlap(region) > mostOverlap)) {
                joined.add(region);
            }
        }
        return joined;
    }

    @Override
    public void forget() {
        expected = List.of();
    }

    @Override
    public void close() {
        nets.close();
    }
}
