package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.video.ExtractorFactory;

import java.nio.file.Path;
import java.util.List;

/** Creates a child process's extractor of landmarks from videos; the argument is a folder of MediaPipe's models. */
public final class LandmarkFactory implements ExtractorFactory {

    @Override
    public LandmarkExtractor create(List<String> arguments) {
        VideoTools tools = new VideoTools(Path.of(arguments.get(0)), false);
        return tools.extractor(tools.decoder());
    }
}
