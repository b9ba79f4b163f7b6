package io.github.klibras.core.video;

import io.github.klibras.core.landmark.LandmarkExtractor;

import java.util.List;

/**
 * Factory of the extractor in a child process of {@link ChildProcessExtractor}. Implemented by a public class with a
 * public no-argument constructor, which the child process finds by its name.
 */
@FunctionalInterface
public interface ExtractorFactory {

    /**
     * Creates the extractor, in the child process, for its first video. It is used by one thread for one video at a
     * time, and never closed: the process ends instead. Should this throw, it is called again for the next video.
     *
     * @param arguments those passed to {@link ChildProcessExtractor#builder}
     */
    LandmarkExtractor create(List<String> arguments);
}
