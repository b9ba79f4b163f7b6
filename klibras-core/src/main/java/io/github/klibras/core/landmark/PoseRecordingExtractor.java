package io.github.klibras.core.landmark;

import java.util.Arrays;

/**
 * Takes recordings whose landmarks were extracted before, such as {@code .pose} files made on the learner's device, in
 * place of videos. Thread-safe.
 */
public final class PoseRecordingExtractor implements LandmarkExtractor {

    @Override
    public ExtractedLandmarks extract(Video video, LandmarkLayout layout, FrameSampler sampler) {
        PoseRecording recording = PoseRecording.read(video);
        int distinct = (int)
                Arrays.stream(sampler.indices(recording.frames())).distinct().count();
        return new ExtractedLandmarks(recording.sample(layout, sampler), recording.frames(), distinct);
    }
}
