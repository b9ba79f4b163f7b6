package io.github.klibras.core.job;

import io.github.klibras.core.internal.Text;
import io.github.klibras.core.recognition.Recognition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a worker found out about a video, and how long it took.
 *
 * @param recognition what the video shows
 * @param model which model judged it, as {@link io.github.klibras.core.recognition.SignClassifier#modelId()} says it,
 *     cut to {@value #MAX_MODEL} characters; {@code null} if it does not say
 * @param framesExtracted number of different frames of which landmarks were computed
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
