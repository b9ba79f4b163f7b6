package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.model.Lease;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.PictureLandmarker;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Finds landmarks with MediaPipe's nets, as its pose, hand and face landmarkers do: in their mode for single pictures,
 * in which each picture is independent of the others, or with {@linkplain Builder#tracking tracking}.
 *
 * <p>Nets are read when they are first needed, those for the face only for layouts with a face. Each session borrows
 * nets from a pool; all of them share the data read from the files.
 *
 * <p>Thread-safe. TensorFlow Lite for the platform must be on the class path, see {@code docs/landmarks.md}.
 */
public final class MediaPipeLandmarker implements PictureLandmarker {

    private final ModelHolder<NetPool> pose;
    private final ModelHolder<NetPool> hands;
    private final ModelHolder<NetPool> face;
    private final boolean tracking;
    private final Executor executor;

    private MediaPipeLandmarker(Builder builder) {
        NetSettings settings =
                new NetSettings(builder.threads, builder.confidences, builder.tracking, builder.executor);
        NetSource source = new NetSource(builder.models, builder.hashesChecked);
        this.pose = pool(source, PoseNets.KINDS, files -> new PoseNets(files, settings));
        this.hands = pool(source, HandNets.KINDS, files -> new HandNets(files, settings));
        this.face = pool(source, FaceNets.KINDS, files -> new FaceNets(files, settings));
        this.tracking = builder.tracking;
        this.executor = builder.executor;
    }

    private static ModelHolder<NetPool> pool(
            NetSource source, List<NetKind> kinds, Function<NetFiles, NetGroup> maker) {
        return ModelHolder.builder(() -> load(source, kinds, maker))
                .warmUp(NetPool::check)
                .build();
    }

    private static NetPool load(NetSource source, List<NetKind> kinds, Function<NetFiles, NetGroup> maker) {
        try {
            Loader.load(tensorflowlite.class);
        } catch (LinkageError e) {
            String platform = Loader.Detector.getPlatform();
            throw new ModelUnavailableException(
                    "TensorFlow Lite does not run here: org.bytedeco:tensorflow-lite and org.bytedeco:javacpp with the"
                            + " classifier " + platform + " must be on the class path, see docs/landmarks.md",
                    e);
        }
        return new NetPool(NetFiles.read(source, kinds), maker);
    }

    /**
     * Creates a landmarker with the defaults. Nothing is read yet.
     *
     * @param models as for {@link #builder}
     */
    public static MediaPipeLandmarker of(Path... models) {
        return builder(models).build();
    }

    /**
     * Returns a builder.
     *
     * @param models MediaPipe's bundles ({@code hand_landmarker.task} and others), the {@code .tflite} files in them,
     *     or folders of both; at least one. Each net is taken from the first place that has it, so put a bundle with
     *     the full pose before a folder with the lite one
     */
    public static Builder builder(Path... models) {
        return new Builder(models);
    }

    @Override
    public Session open(LandmarkLayout layout) {
        List<Borrowed> groups = new ArrayList<>();
        try {
            groups.add(Borrowed.from(pose));
            groups.add(Borrowed.from(hands));
            if (layout.hasFace()) {
                groups.add(Borrowed.from(face));
            }
            return new NetSession(layout, groups, executor);
        } catch (RuntimeException | Error e) {
            groups.forEach(Borrowed::close);
            throw e;
        }
    }

    @Override
    public boolean isTracking() {
        return tracking;
    }

    @Override
    public void close() {
        pose.close();
        hands.close();
        face.close();
    }

    /** Nets in use by a session, with the lease that keeps their files open. */
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
        private final Executor executor;
        private boolean closed;

        NetSession(LandmarkLayout layout, List<Borrowed> groups, Executor executor) {
            this.layout = layout;
            this.groups = groups;
            this.executor = executor;
        }

        @Override
        public void detect(Picture picture, float[] target, int offset) {
            if (closed) {
                throw new IllegalStateException("The session is closed");
            }
            Arrays.fill(target, offset, offset + layout.features(), 0);
            SideBySide.run(
                    executor,
                    groups.stream()
                            .<Runnable>map(group -> () -> group.nets().detect(picture, target, offset))
                            .toList());
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                groups.forEach(Borrowed::close);
            }
        }
    }

    /** Settings of a landmarker. Not thread-safe. */
    public static final class Builder {

        /** The maximum number of threads per net, more than any net can use. */
        public static final int MAX_THREADS = 64;

        private final List<Path> models;
        private boolean hashesChecked = true;
        private int threads = 1;
        private Confidences confidences = Confidences.defaults();
        private boolean tracking;
        private Executor executor = SideBySide.ALONE;

        private Builder(Path... models) {
            this.models = List.of(models);
        }

        /**
         * Sets whether to accept only files with a known SHA-256: those of MediaPipe 0.10.21. Default: true. If false,
         * only the shapes of inputs and outputs are checked, and a malicious file can crash the process.
         */
        public Builder checkHashes(boolean check) {
            this.hashesChecked = check;
            return this;
        }

        /**
         * Sets how many threads compute one net, 1 to {@value #MAX_THREADS}. Default: 1, since processing several
         * frames at once makes better use of the processor.
         */
        public Builder threadsPerNet(int threads) {
            if (threads < 1 || threads > MAX_THREADS) {
                throw new InvalidInputException(
                        "The number of threads per net must lie between 1 and " + MAX_THREADS + ", but is " + threads);
            }
            this.threads = threads;
            return this;
        }

        /** Sets how certain the nets must be. Default: {@link Confidences#defaults()}. */
        public Builder confidences(Confidences confidences) {
            this.confidences = confidences;
            return this;
        }

        /**
         * Sets whether body, hands and face are followed from picture to picture, as in MediaPipe's VIDEO mode.
         * Default: false, as in its IMAGE mode.
         *
         * <p>Pictures take less time, since a part is searched for near its last position, and in the whole picture
         * only after it was lost. Points of body and face are smoothed according to the pictures'
         * {@linkplain Picture#time times}, in milliseconds. Hands that touch or hide each other are lost less often.
         *
         * <p>On the other hand, the landmarks of a picture depend on the pictures before it, so those of a video must
         * be processed in order, in one session, not in parallel. Where a sampler skips frames, parts move farther in
         * between and are lost more often. The landmarks differ from those of single pictures, on which a model may
         * have been trained; {@code docs/landmarks.md} says by how much.
         */
        public Builder tracking(boolean tracking) {
            this.tracking = tracking;
            return this;
        }

        /**
         * Provides threads besides the caller's, so that body, each hand and face of a picture are searched for at the
         * same time. Default: none. Without tracking, processing several frames at once makes better use of the
         * processor; with tracking, frames must be processed one by one.
         *
         * @param executor may reject tasks or be slow: the caller's thread runs the tasks that no other thread
         *     has begun
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Returns a landmarker. Nothing is read yet.
         *
         * @throws InvalidInputException if there are no models
         */
        public MediaPipeLandmarker build() {
            return new MediaPipeLandmarker(this);
        }
    }
}
