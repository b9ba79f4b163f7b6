package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.video.SampledFrames.Frame;

import java.util.List;

/**
 * The landmarks of all frames of a video, as the camera took it.
 *
 * @param width of the video in pixels
 * @param height of the video in pixels
 * @param framesPerSecond on average; 0 for a single picture
 * @param landmarks one frame for each that decodes
 * @param stills some of the frames from beginning to end, small, to be looked at
 */
record RecordedClip(int width, int height, double framesPerSecond, LandmarkSequence landmarks, List<Frame> stills) {}
