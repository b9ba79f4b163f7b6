package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.SampledFrames;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decodes a file twice: once to count its frames, and once to make pictures of the chosen ones. The file's own
 * frame count cannot be trusted, and keeping all frames from the first pass would cost more memory than the time
 * saved is worth.
 */
final class DecodedFrames implements SampledFrames {

    private final int total;
    private final int[] chosen;
    private final FrameReader reader;
    private final PictureMaker pictures;

    private int given;
    private int decoded;
    private boolean closed;

    DecodedFrames(Video video, FrameSampler sampler, Limits limits, int threads, BooleanSupplier cancelled) {
        this.total = count(video, limits, threads, cancelled);
        this.chosen = Arrays.stream(sampler.indices(total)).distinct().toArray();
        this.pictures = new PictureMaker(limits);
        try {
            this.reader = new FrameReader(video, limits, threads, false, cancelled);
        } catch (RuntimeException | Error e) {
            pictures.close();
            throw e;
        }
    }

    @Override
    public int totalFrames() {
        return total;
    }

    @Override
    public Optional<Frame> next() {
        if (closed) {
            throw new IllegalStateException("These frames are closed");
        }
        if (given == chosen.length) {
            return Optional.empty();
        }
        int index = chosen[given];
        while (decoded <= index) {
            if (!reader.next()) {
                throw Limits.damaged();
            }
            decoded++;
        }
        given++;
        return Optional.of(new Frame(index, pictures.pictureOf(reader)));
    }

    @Override
    public void close() {
        closed = true;
        pictures.close();
        reader.close();
    }

    private static int count(Video video, Limits limits, int threads, BooleanSupplier cancelled) {
        int frames = 0;
        try (FrameReader reader = new FrameReader(video, limits, threads, true, cancelled)) {
            while (reader.next()) {
                frames++;
            }
        }
        if (frames == 0) {
            throw Limits.damaged();
        }
        return frames;
    }
}
