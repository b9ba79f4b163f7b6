package io.github.klibras.core.video;

import io.github.klibras.core.landmark.LandmarkExtractor;

import java.util.List;

/**
 * Makes the extractor that a child process of {@link ChildProcessExtractor} works with. Implemented by a public class
 * with a public constructor without parameters, which the child process finds by its name.
 */
@FunctionalInterface
public interface ExtractorFactory {

    /**
     * Makes the extractor, in the child process, for its first video. It is used by one thread for one video at a
     * time, and never closed: the process ends instead. Should this throw, it is called again for the next video.
     *
     * @param arguments what {@link ChildProcessExtractor#builder} was given
     */
    LandmarkExtractor create(List<String> arguments);
}
