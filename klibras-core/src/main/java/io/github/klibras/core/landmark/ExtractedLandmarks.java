package io.github.klibras.core.landmark;

/**
 * What an extractor made of a video.
 *
 * @param sequence as many frames as the sampler chose
 * @param totalFrames number of frames of the video, positive
 * @param framesExtracted number of different frames of which landmarks were computed
 */
public record ExtractedLandmarks(LandmarkSequence sequence, int totalFrames, int framesExtracted) {}
