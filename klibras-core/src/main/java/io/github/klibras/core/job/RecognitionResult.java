package io.github.klibras.core.job;

import io.github.klibras.core.recognition.Recognition;

import java.time.Duration;

/**
 * What a worker found out about a video, and how long it took.
 *
 * @param recognition what the video shows
 * @param framesExtracted number of different frames of which landmarks were computed
 * @param totalFrames number of frames of the video
 * @param extractionTime time from the bytes of the video to landmarks
 * @param inferenceTime time from landmarks to the prediction
 * @param totalTime time from the claim to the prediction
 */
public record RecognitionResult(
        Recognition recognition,
        int framesExtracted,
        int totalFrames,
        Duration extractionTime,
        Duration inferenceTime,
        Duration totalTime) {}
