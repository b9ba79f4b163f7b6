package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.PoseRecordingWriter;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FormatDetectingExtractorTest {

    private static final LandmarkLayout LAYOUT = LandmarkLayout.POSE_HANDS;
    private static final Video CLIP = Video.of(new byte[] {0, 0, 0, 24, 'f', 't', 'y', 'p'});

    private final FormatDetectingExtractor extractor = new FormatDetectingExtractor(new WithoutModels());

    @Test
    void firstBytesSelectTheExtractor() {
        ExtractionRequest request = ExtractionRequest.of(LAYOUT, new FrameSampler(3));

        assertThat(extractor.extract(recording(), request).totalFrames()).isEqualTo(1);
        assertThatThrownBy(() -> extractor.extract(CLIP, request)).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void missingVideoModelsDoNotAffectRecordings() {
        assertThatCode(() -> extractor.prepare(recording(), LAYOUT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> extractor.prepare(CLIP, LAYOUT)).isInstanceOf(ModelUnavailableException.class);
    }

    private static Video recording() {
        float[] values = new float[LAYOUT.features()];
        values[0] = 0.5f;
        return Video.of(new PoseRecordingWriter(100, 100, 25).toByteArray(LandmarkSequence.of(LAYOUT, values)));
    }

    private static final class WithoutModels implements LandmarkExtractor {

        @Override
        public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
            throw new ModelUnavailableException("There are no models, for a test");
        }

        @Override
        public void prepare(Video video, LandmarkLayout layout) {
            throw new ModelUnavailableException("There are no models, for a test");
        }
    }
}
