package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.video.SampledFrames.Frame;

import java.util.List;

/**
 * The landmarks of all frames of a video.
 *
 * @param width of the video in pixels
 * @param height of the video in pixels
 * @param framesPerSecond on average; 0 for a single picture
 * @param detected the landmarks of each decoded frame as detected: mirrored if the pictures were
 * @param landmarks the same landmarks as seen by the camera
 * @param stills some of the frames from beginning to end, scaled down, as seen by the camera
 */
record RecordedClip(
        int width,
        int height,
        double framesPerSecond,
        LandmarkSequence detected,
        LandmarkSequence landmarks,
        List<Frame> stills) {}
