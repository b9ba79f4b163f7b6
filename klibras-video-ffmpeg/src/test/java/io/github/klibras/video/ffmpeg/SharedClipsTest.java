package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.VideoDecoder;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares clips of signs with OpenCV's readings. */
class SharedClipsTest {

    private final VideoDecoder decoder = FfmpegVideoDecoder.builder().build();

    @Test
    void frameCountsMatchThoseOfOpenCv() throws IOException {
        Path index = Samples.shared("videos/index.json");
        var clips = Pattern.compile("\"([^\"]+)\": \\{\\s*\"frames\": (\\d+)")
                .matcher(Files.readString(index))
                .results()
                .toList();

        assertThat(clips).hasSizeGreaterThan(10);
        for (MatchResult clip : clips) {
            Video video = Video.of(Files.readAllBytes(index.resolveSibling(clip.group(1) + ".mp4")));
            try (SampledFrames frames = decoder.open(video, new FrameSampler(1), () -> false)) {
                assertThat(frames.totalFrames()).as(clip.group(1)).isEqualTo(Integer.parseInt(clip.group(2)));
            }
        }
    }
}
