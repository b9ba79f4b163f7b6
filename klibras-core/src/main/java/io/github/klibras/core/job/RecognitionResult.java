package io.github.klibras.core.job;

import io.github.klibras.core.internal.Text;
import io.github.klibras.core.recognition.Recognition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A worker's result for a video, and how long it took.
 *
 * @param recognition what the video shows
 * @param model the model that judged it, from {@link io.github.klibras.core.recognition.SignClassifier#modelId()},
 *     truncated to {@value #MAX_MODEL} characters; {@code null} if the model has no id
 * @param framesExtracted number of different frames from which landmarks were extracted
 * @param totalFrames number of frames of the video
 * @param extractionTime time from the bytes of the video to landmarks
 * @param inferenceTime time from landmarks to the prediction
 * @param totalTime time from the claim to the prediction
 */
public record RecognitionResult(
        Recognition recognition,
        @Nullable String model,
        int framesExtracted,
        int totalFrames,
        Duration extractionTime,
        Duration inferenceTime,
        Duration totalTime) {

    /** Greatest number of characters of the model's name; the width of the column. */
    public static final int MAX_MODEL = 150;

    public RecognitionResult {
        model = model == null ? null : Text.toStorable(model, MAX_MODEL);
    }
}
