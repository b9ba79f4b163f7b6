package io.github.klibras.core.landmark;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Takes recordings whose landmarks were extracted before, such as {@code .pose} files made on the learner's device, in
 * place of videos. Thread-safe.
 */
public final class PoseRecordingExtractor implements LandmarkExtractor {

    private final DepthUnit depthUnit;

    /** Makes an extractor that detects the unit of depth of each recording. */
    public PoseRecordingExtractor() {
        this(DepthUnit.DETECT);
    }

    /** Makes an extractor of recordings with a known unit of depth. */
    public PoseRecordingExtractor(DepthUnit depthUnit) {
        this.depthUnit = Objects.requireNonNull(depthUnit, "depthUnit");
    }

    @Override
    public ExtractedLandmarks extract(Video video, LandmarkLayout layout, FrameSampler sampler) {
        PoseRecording recording = PoseRecording.read(video);
        int distinct = (int)
                Arrays.stream(sampler.indices(recording.frames())).distinct().count();
        LandmarkSequence sequence = recording.sample(layout, sampler, depthUnit);
        if (!showsSomebody(sequence)) {
            // A model would give such a sequence some label all the same.
            throw new UnreadableVideoException(
                    "Nobody is to be seen: no body and no hand was detected in any frame of the recording");
        }
        return new ExtractedLandmarks(sequence, recording.frames(), distinct);
    }

    private static boolean showsSomebody(LandmarkSequence sequence) {
        return IntStream.range(0, sequence.frames())
                .mapToObj(i -> new LandmarkFrame(sequence, i))
                .anyMatch(frame -> frame.has(LandmarkPart.POSE)
                        || frame.has(LandmarkPart.LEFT_HAND)
                        || frame.has(LandmarkPart.RIGHT_HAND));
    }
}
