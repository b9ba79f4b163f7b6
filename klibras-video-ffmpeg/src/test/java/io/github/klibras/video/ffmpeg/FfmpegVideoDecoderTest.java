package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLimits;
import io.github.klibras.testkit.video.VideoDecoderContract;
import org.junit.jupiter.api.Nested;

class FfmpegVideoDecoderTest {

    @Nested
    class InMp4 extends FfmpegContract {

        InMp4() {
            super("h264.mp4", 1);
        }
    }

    @Nested
    class InBrowserRecordedWebm extends FfmpegContract {

        InBrowserRecordedWebm() {
            super("vp9-browser.webm", 1);
        }
    }

    @Nested
    class OnSeveralThreads extends FfmpegContract {

        OnSeveralThreads() {
            super("h264.mp4", 4);
        }
    }

    abstract static class FfmpegContract extends VideoDecoderContract {

        private final String sample;
        private final int threads;

        FfmpegContract(String sample, int threads) {
            this.sample = sample;
            this.threads = threads;
        }

        @Override
        protected VideoDecoder decoder(VideoLimits limits) {
            return FfmpegVideoDecoder.builder().limits(limits).threads(threads).build();
        }

        @Override
        protected Video video() {
            return Samples.video(sample);
        }

        @Override
        protected int frames() {
            return 12;
        }
    }
}
