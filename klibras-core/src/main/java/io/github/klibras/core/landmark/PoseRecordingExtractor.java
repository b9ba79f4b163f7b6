package io.github.klibras.core.landmark;

import java.util.Arrays;

/**
 * Takes recordings whose landmarks were extracted before, such as {@code .pose} files made on the learner's device, in
 * place of videos. Thread-safe.
 */
public final class PoseRecordingExtractor implements LandmarkExtractor {

    private final DepthUnit depth;

    /** Makes an extractor that finds out the unit of depth of each recording. */
    public PoseRecordingExtractor() {
        this(DepthUnit.DETECT);
    }

    /**
     * Makes an extractor.
     *
     * @param depth the unit of depth of all recordings
     */
    public PoseRecordingExtractor(DepthUnit depth) {
        this.depth = depth;
    }

    @Override
    public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
        PoseRecording recording = PoseRecording.read(video);
        FrameSampler sampler = request.sampler();
        int distinct = (int)
                Arrays.stream(sampler.indices(recording.frames())).distinct().count();
        LandmarkSequence sequence = recording.sample(request.layout(), sampler, depth);
        sequence.requireSomebody();
        boolean mirrored = request.preprocessing().mirroring() == Mirroring.PICTURE;
        return new ExtractedLandmarks(mirrored ? sequence.mirrored() : sequence, recording.frames(), distinct);
    }
}
