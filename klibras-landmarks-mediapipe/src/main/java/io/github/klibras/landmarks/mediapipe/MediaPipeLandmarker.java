package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.model.Lease;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.PictureLandmarker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Finds landmarks with the nets of MediaPipe, as its landmarkers for pose, hands and face do in their mode for single
 * pictures: each picture is looked at as if it were the first one.
 *
 * <p>Nets are read when they are first needed, those of the face only for layouts with a face. Each session has nets of its
 * own, which are kept for later sessions; what was read from the files is shared by all.
 *
 * <p>Thread-safe. TensorFlow Lite for the platform must be on the class path, see {@code docs/landmarks.md}.
 */
public final class MediaPipeLandmarker implements PictureLandmarker {

    private final ModelHolder<NetPool> body;
    private final ModelHolder<NetPool> face;

    private MediaPipeLandmarker(Builder builder) {
        int threads = builder.threads;
        Confidences least = builder.confidences;
        this.body = pool(builder.folder, BodyNets.KINDS, files -> new BodyNets(files, threads, least));
        this.face = pool(builder.folder, FaceNets.KINDS, files -> new FaceNets(files, threads, least));
    }

    private static ModelHolder<NetPool> pool(Path folder, List<NetKind> kinds, Function<NetFiles, NetGroup> maker) {
        return ModelHolder.builder(() -> new NetPool(NetFiles.read(folder, kinds), maker))
                .build();
    }

    /** Makes a landmarker of the models in a folder, with defaults. Nothing is read yet. */
    public static MediaPipeLandmarker of(Path folder) {
        return builder(folder).build();
    }

    /**
     * Starts a landmarker.
     *
     * @param folder holds MediaPipe's bundles ({@code hand_landmarker.task} and others), or the {@code .tflite} files that
     *     are in them
     */
    public static Builder builder(Path folder) {
        return new Builder(folder);
    }

    @Override
    public Session open(LandmarkLayout layout) {
        List<Borrowed> groups = new ArrayList<>();
        try {
            groups.add(Borrowed.from(body));
            if (layout.hasFace()) {
                groups.add(Borrowed.from(face));
            }
            return new NetSession(layout, groups);
        } catch (RuntimeException | Error e) {
            groups.forEach(Borrowed::close);
            throw e;
        }
    }

    @Override
    public boolean followsPictures() {
        return false;
    }

    @Override
    public void close() {
        body.close();
        face.close();
    }

    /** Nets that a session uses, with the lease that keeps their files open. */
    private record Borrowed(Lease<NetPool> lease, NetGroup nets) implements AutoCloseable {

        static Borrowed from(ModelHolder<NetPool> holder) {
            Lease<NetPool> lease = holder.acquire();
            try {
                return new Borrowed(lease, lease.model().take());
            } catch (RuntimeException | Error e) {
                lease.close();
                throw e;
            }
        }

        @Override
        public void close() {
            lease.model().giveBack(nets);
            lease.close();
        }
    }

    private static final class NetSession implements Session {

        private final LandmarkLayout layout;
        private final List<Borrowed> groups;
        private boolean closed;

        NetSession(LandmarkLayout layout, List<Borrowed> groups) {
            this.layout = layout;
            this.groups = groups;
        }

        @Override
        public void detect(Picture picture, float[] target, int offset) {
            if (closed) {
                throw new IllegalStateException("The session is closed");
            }
            Arrays.fill(target, offset, offset + layout.features(), 0);
            for (Borrowed group : groups) {
                group.nets().detect(picture, target, offset);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                groups.forEach(Borrowed::close);
            }
        }
    }

    /** Settings of a landmarker. For one thread. */
    public static final class Builder {

        private final Path folder;
        private int threads = 1;
        private Confidences confidences = Confidences.defaults();

        private Builder(Path folder) {
            this.folder = folder;
        }

        /**
         * How many threads compute one net, at least 1. Default 1: looking at several frames side by side makes better use
         * of the processor.
         */
        public Builder threadsPerNet(int threads) {
            this.threads = threads;
            return this;
        }

        /** How certain the nets must be. Default {@link Confidences#defaults()}. */
        public Builder confidences(Confidences confidences) {
            this.confidences = confidences;
            return this;
        }

        public MediaPipeLandmarker build() {
            return new MediaPipeLandmarker(this);
        }
    }
}
