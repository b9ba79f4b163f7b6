package io.github.klibras.core.landmark;

import java.util.Arrays;
import java.util.Objects;

/**
 * Extractor for recordings whose landmarks were already extracted, such as {@code .pose} files made on the learner's
 * device, in place of videos. Thread-safe.
 */
public final class PoseRecordingExtractor implements LandmarkExtractor {

    private final DepthUnit depthUnit;

    /** Creates an extractor that detects the unit of depth of each recording. */
    public PoseRecordingExtractor() {
        this(DepthUnit.DETECT);
    }

    /** Creates an extractor for recordings with a known unit of depth. */
    public PoseRecordingExtractor(DepthUnit depthUnit) {
        this.depthUnit = Objects.requireNonNull(depthUnit, "depthUnit");
    }

    @Override
    public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
        PoseRecording recording = PoseRecording.read(video);
        FrameSampler sampler = request.sampler();
        int distinct = (int)
                Arrays.stream(sampler.indices(recording.frames())).distinct().count();
        LandmarkSequence sequence = recording.sample(request.layout(), sampler, depthUnit);
        sequence.requireSomebody();
        boolean mirrored = request.preprocessing().mirroring() == Mirroring.PICTURE;
        return new ExtractedLandmarks(mirrored ? sequence.mirrored() : sequence, recording.frames(), distinct);
    }
}
