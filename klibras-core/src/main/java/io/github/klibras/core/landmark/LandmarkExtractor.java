package io.github.klibras.core.landmark;

/**
 * Turns a video into body landmarks. This is the port that adapters over landmark models implement.
 *
 * <p>Thread-safe. Extractors choose the frames first and then compute landmarks of those only.
 */
public interface LandmarkExtractor {

    /**
     * Extracts the landmarks of the frames that the sampler chooses.
     *
     * @param video the recording
     * @param layout which landmarks to extract
     * @param sampler which frames to take
     * @return {@code sampler.frames()} frames in {@code layout}
     * @throws UnreadableVideoException if the bytes are not a recording, are damaged, or lack parts that the layout
     *     needs
     */
    ExtractedLandmarks extract(Video video, LandmarkLayout layout, FrameSampler sampler);

    /**
     * Like {@link #extract(Video, LandmarkLayout, FrameSampler)}, and says how far it has come. Extractors that are done
     * at once need not say anything.
     *
     * @param progress is notified of frames as they are done
     */
    default ExtractedLandmarks extract(
            Video video, LandmarkLayout layout, FrameSampler sampler, FrameProgress progress) {
        return extract(video, layout, sampler);
    }
}
