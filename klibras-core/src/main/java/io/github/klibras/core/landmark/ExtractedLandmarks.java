package io.github.klibras.core.landmark;

/**
 * An extractor's result for a video.
 *
 * @param sequence as many frames as the sampler chose
 * @param totalFrames number of frames of the video, positive
 * @param framesExtracted number of different frames from which landmarks were extracted
 */
public record ExtractedLandmarks(LandmarkSequence sequence, int totalFrames, int framesExtracted) {}
