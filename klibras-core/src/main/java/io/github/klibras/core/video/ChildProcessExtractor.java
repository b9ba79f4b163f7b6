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
 * Extracts landmarks in other processes, so that a video which was made to crash a decoder, to hang it, or to eat the
 * memory of the machine harms none but itself. For videos that strangers upload; {@code docs/landmarks.md} says what
 * else to do about them.
 *
 * <p>A child process is a JVM of its own. It is started when a video needs it, kept for the next one, and ended and
 * replaced when it crashes, gives no valid answer, goes beyond a limit, or fails for a reason that is none of the
 * video's; the caller gets an {@link ExtractionFailedException} then. {@link UnreadableVideoException}, {@link
 * InvalidInputException} and {@link ModelUnavailableException} are those of the extractor in the child. A request
 * that is cancelled ends the child.
 *
 * <p>A child gets nothing but videos over a pipe, and of the environment what finds programs, libraries, folders and
 * encodings. What it writes to its standard error is logged, some lines for each video. It ends when its parent does.
 *
 * <p>Thread-safe: each child works at one video at a time, and further callers wait. Progress is reported at each
 * tick, in the thread of the caller.
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
                    "The memory of processes cannot be read here: child processes for landmarks are held to their time and"
                            + " to the heap of Java only");
        }
    }

    /**
     * Starts an extractor.
     *
     * @param factory a public class with a public constructor without parameters; it makes the extractor in the child
     * @param arguments what it is given there; others on the machine may see them
     * @throws InvalidInputException if the class is none that a child process could use
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
     * Asks a child whether it has its models, until one has answered that it has, and again after one that has not. A
     * child that is replaced is not asked anew: should it miss its models, that costs its first job an attempt.
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

    /** Ends the child processes. Calls that wait, are at work, or come later end with a {@code CancellationException}. */
    @Override
    public void close() {
        pool.close();
    }

    /** Settings of an extractor. For one thread. */
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
                    throw new InvalidInputException(this.factory + " is no public class");
                }
            } catch (NoSuchMethodException e) {
                throw new InvalidInputException(this.factory + " has no public constructor without parameters", e);
            }
        }

        /** How many child processes there may be, and so how many videos are worked at side by side. Default 1. */
        public Builder children(int children) {
            this.children = Numbers.inRange("number of child processes", children, 1, 1000);
            return this;
        }

        /**
         * After how many videos a child is replaced, at least 1. Default: never, unless it fails. A video that has
         * taken over a child sees those after it; with 1, there are none.
         */
        public Builder videosPerChild(int videos) {
            this.videosPerChild = Numbers.inRange("number of videos per child process", videos, 1, Integer.MAX_VALUE);
            return this;
        }

        /** How many bytes of heap a child may have ({@code -Xmx}), at least 16 MiB. Default 256 MiB. */
        public Builder maxHeap(long bytes) {
            this.maxHeap = bytes;
            return this;
        }

        /**
         * How many bytes a child may have in memory, native code and the processes that it has started included, more
         * than its heap. Default 1 GiB. It is looked at at each tick, so that it may be exceeded for a moment. On
         * systems that do not tell it, Windows for one, a warning is logged and only the heap is limited.
         */
        public Builder maxMemory(long bytes) {
            this.maxMemory = bytes;
            return this;
        }

        /** How long a child may take for a video, its own start included. Default two minutes. */
        public Builder timeLimit(Duration limit) {
            this.timeLimit = limit;
            return this;
        }

        /** How often a child is looked at, and whether its work is still wanted. Default 100 ms. */
        public Builder tick(Duration tick) {
            this.tick = tick;
            return this;
        }

        /** The clock of the time limit. Default: that of the JVM. */
        public Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * The class path of a child. Default: that of this JVM, {@code java.class.path}. An application in a jar of
         * jars has to name the jars.
         */
        public Builder classPath(String classPath) {
            this.classPath = classPath;
            return this;
        }

        /** Further options for the JVM of a child, which win over those that are set here. Default: none. */
        public Builder jvmOptions(String... options) {
            this.jvmOptions = List.of(options);
            return this;
        }

        /**
         * A command that runs the JVM, which is appended to it: a sandbox with its options. It must pass standard
         * input and output on. Default: none.
         */
        public Builder commandPrefix(String... command) {
            this.prefix = List.of(command);
            return this;
        }

        /**
         * Makes the extractor. No process is started yet.
         *
         * @throws InvalidInputException if a limit is out of its bounds
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
