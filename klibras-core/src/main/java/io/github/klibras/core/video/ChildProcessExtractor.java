package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.video.ChildProtocol.Answer;
import io.github.klibras.core.video.ChildProtocol.Failure;
import io.github.klibras.core.video.ChildProtocol.Result;
import io.github.klibras.core.video.ChildProtocol.Task;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Extracts landmarks in child processes, so that a video crafted to crash a decoder, to hang it, or to exhaust the
 * machine's memory harms nothing else. For videos uploaded by strangers; {@code docs/landmarks.md} says what else to do
 * about them.
 *
 * <p>A child process is a separate JVM. It is started when a video needs it, kept for the next one, and ended and
 * replaced when it crashes, gives no valid answer, exceeds a limit, or fails for a reason unrelated to the video; the
 * caller then gets an {@link ExtractionFailedException}. {@link UnreadableVideoException}, {@link
 * InvalidInputException} and {@link ModelUnavailableException} are passed on from the extractor in the child.
 * Cancelling a request ends the child.
 *
 * <p>A child gets only videos, over a pipe, and the environment variables for finding programs, libraries, folders and
 * encodings. Its standard error is logged, up to some lines per video. It ends when its parent does.
 *
 * <p>Thread-safe: each child processes one video at a time, and further callers wait. Progress is reported at each
 * tick, on the caller's thread.
 */
public final class ChildProcessExtractor implements LandmarkExtractor, AutoCloseable {

    private static final Logger LOG = System.getLogger(ChildProcessExtractor.class.getName());

    private final ChildPool pool;
    private final ChildLimits limits;
    private final Ticker ticker;
    private final Set<LandmarkLayout> prepared = ConcurrentHashMap.newKeySet();

    private ChildProcessExtractor(Builder builder) {
        ChildCommand command = new ChildCommand(
                builder.prefix,
                builder.maxHeap,
                builder.classPath,
                builder.jvmOptions,
                builder.factory,
                builder.arguments);
        this.pool = new ChildPool(command, builder.children, builder.videosPerChild, builder.tick);
        this.limits = new ChildLimits(builder.timeLimit, builder.maxMemory, ResidentMemory.ofSystem(), builder.tick);
        this.ticker = builder.ticker;
        if (limits.memory() == ResidentMemory.NONE) {
            LOG.log(
                    Level.WARNING,
                    "The memory of processes cannot be read here: child processes for landmarks are limited only in"
                            + " their time and their Java heap");
        }
    }

    /**
     * Returns a builder.
     *
     * @param factory a public class with a public no-argument constructor; creates the extractor in the child
     * @param arguments passed to the factory; other users of the machine may see them
     * @throws InvalidInputException if a child process could not instantiate the class
     */
    public static Builder builder(Class<? extends ExtractorFactory> factory, String... arguments) {
        return new Builder(factory, List.of(arguments));
    }

    @Override
    public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
        if (ask(Task.EXTRACT, video, request) instanceof Result result) {
            return result.landmarks();
        }
        throw new IllegalStateException("Extracting ends with landmarks or an exception");
    }

    /**
     * Asks a child whether it has its models, until one has confirmed it, and again after one has reported them
     * missing. The replacement of a child is not asked: should it lack its models, that costs its first job an attempt.
     */
    @Override
    public void prepare(Video video, LandmarkLayout layout) {
        pool.requireOpen();
        if (!prepared.contains(layout)) {
            ask(Task.PREPARE, video, ExtractionRequest.of(layout, new FrameSampler(1)));
            prepared.add(layout);
        }
    }

    private Answer ask(Task task, Video video, ExtractionRequest request) {
        Runnable check = () -> {
            pool.requireOpen();
            request.checkCancelled();
        };
        check.run();
        Child child = pool.take(check);
        boolean usable = false;
        try {
            ChildWatch watch = new ChildWatch(child, request, limits, ticker);
            Answer answer = watch.await(child.ask(task, video, request), check);
            if (answer instanceof Failure failure) {
                usable = failure.kind().leavesChildUsable();
                throw exception(failure);
            }
            usable = true;
            return answer;
        } finally {
            pool.giveBack(child, usable);
        }
    }

    private RuntimeException exception(Failure failure) {
        if (failure.kind() == ChildFailure.NO_MODEL) {
            prepared.clear();
        }
        return failure.kind().exception(failure.message());
    }

    /** Ends the child processes. Waiting, running and later calls end with a {@code CancellationException}. */
    @Override
    public void close() {
        pool.close();
    }

    /** Builder of a {@link ChildProcessExtractor}. Not thread-safe. */
    public static final class Builder {

        private static final long MIB = 1 << 20;

        private final String factory;
        private final List<String> arguments;
        private int children = 1;
        private int videosPerChild = Integer.MAX_VALUE;
        private long maxHeap = 256 * MIB;
        private long maxMemory = 1024 * MIB;
        private Duration timeLimit = Duration.ofMinutes(2);
        private Duration tick = Duration.ofMillis(100);
        private Ticker ticker = Ticker.system();
        private String classPath = System.getProperty("java.class.path");
        private List<String> jvmOptions = List.of();
        private List<String> prefix = List.of();

        private Builder(Class<? extends ExtractorFactory> factory, List<String> arguments) {
            this.factory = factory.getName();
            this.arguments = arguments;
            try {
                if (!Modifier.isPublic(
                        factory.getConstructor().getDeclaringClass().getModifiers())) {
                    throw new InvalidInputException(this.factory + " is not a public class");
                }
            } catch (NoSuchMethodException e) {
                throw new InvalidInputException(this.factory + " has no public constructor without parameters", e);
            }
        }

        /** Sets how many child processes there may be, and so how many videos are processed concurrently. Default 1. */
        public Builder children(int children) {
            this.children = Numbers.inRange("number of child processes", children, 1, 1000);
            return this;
        }

        /**
         * Sets after how many videos a child is replaced, at least 1. Default: never, unless it fails. A video that has
         * compromised a child can see the videos after it; with 1, there are none.
         */
        public Builder videosPerChild(int videos) {
            this.videosPerChild = Numbers.inRange("number of videos per child process", videos, 1, Integer.MAX_VALUE);
            return this;
        }

        /** Sets how many bytes of heap a child may have ({@code -Xmx}), at least 16 MiB. Default 256 MiB. */
        public Builder maxHeap(long bytes) {
            this.maxHeap = bytes;
            return this;
        }

        /**
         * Sets how many bytes of memory a child may use, including native code and the processes that it has started;
         * more than its heap. Default 1 GiB. Checked at each tick, so it may be exceeded for a moment. On systems where
         * the memory cannot be read, such as Windows, a warning is logged and only the heap is limited.
         */
        public Builder maxMemory(long bytes) {
            this.maxMemory = bytes;
            return this;
        }

        /** Sets how long a child may take for a video, including its own start. Default two minutes. */
        public Builder timeLimit(Duration limit) {
            this.timeLimit = limit;
            return this;
        }

        /** Sets how often a child's limits and the request's cancellation are checked. Default 100 ms. */
        public Builder tick(Duration tick) {
            this.tick = tick;
            return this;
        }

        /** Sets the clock for the time limit. Default: that of the JVM. */
        public Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * Sets the class path of a child. Default: that of this JVM, {@code java.class.path}. An application packaged
         * as a jar of jars has to list the jars.
         */
        public Builder classPath(String classPath) {
            this.classPath = classPath;
            return this;
        }

        /** Sets further options for the JVM of a child, which override those set here. Default: none. */
        public Builder jvmOptions(String... options) {
            this.jvmOptions = List.of(options);
            return this;
        }

        /**
         * Sets a command that runs the JVM, whose command line is appended to it: a sandbox with its options. It must
         * pass on standard input and output. Default: none.
         */
        public Builder commandPrefix(String... command) {
            this.prefix = List.of(command);
            return this;
        }

        /**
         * Creates the extractor, without starting a process yet.
         *
         * @throws InvalidInputException if a limit is out of range
         */
        public ChildProcessExtractor build() {
            Numbers.positive("time limit", timeLimit);
            Numbers.positive("tick", tick);
            if (maxHeap < 16 * MIB) {
                throw new InvalidInputException(
                        "A child process needs at least 16 MiB of heap, not " + maxHeap + " bytes");
            }
            if (maxMemory <= maxHeap) {
                throw new InvalidInputException("A child process needs memory beside its heap: " + maxMemory
                        + " bytes in all are not more than " + maxHeap);
            }
            return new ChildProcessExtractor(this);
        }
    }
}
