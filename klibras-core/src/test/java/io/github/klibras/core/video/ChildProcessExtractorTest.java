package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.MissingFramePolicy;
import io.github.klibras.core.landmark.Preprocessing;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelUnavailableException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;

import static io.github.klibras.core.video.ScriptedExtractor.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Runs real child processes with a {@link ScriptedExtractor}. */
@Timeout(120)
class ChildProcessExtractorTest {

    private static final ExtractionRequest REQUEST =
            ExtractionRequest.of(LandmarkLayout.POSE_HANDS, new FrameSampler(10));
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private static final Logger LOG = Logger.getLogger(ChildLog.class.getName());

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final CountDownLatch crashLogged = new CountDownLatch(1);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String message = new SimpleFormatter().formatMessage(line);
            logged.add(message);
            if (message.contains("SIGSEGV")) {
                crashLogged.countDown();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final List<ChildProcessExtractor> opened = new ArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @BeforeEach
    void captureLog() {
        LOG.setUseParentHandlers(false);
        LOG.addHandler(handler);
    }

    @AfterEach
    void closeExtractorsAndCheckForLeftoverProcesses() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
        opened.forEach(ChildProcessExtractor::close);
        executor.shutdownNow();
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POSE_HANDS, 100, 100, PICTURE, 480, ZEROS",
        "POSE_HANDS_FACE, 100, 70, LANDMARKS, 1, LINEAR",
        "POSE_HANDS_FACE, 1, 1, NONE, 16384, HOLD"
    })
    void resultMatchesThatOfTheSameExtractorInThisProcess(
            LandmarkLayout layout,
            int frames,
            int different,
            Mirroring mirroring,
            int width,
            MissingFramePolicy missing) {
        ExtractionRequest request = ExtractionRequest.of(layout, new FrameSampler(frames, different))
                .with(new Preprocessing(mirroring, width, missing));
        Video video = video("x".repeat(3_000_000));

        ExtractedLandmarks landmarks = opened(scripted()).extract(video, request);

        assertThat(landmarks).isEqualTo(new ScriptedExtractor(List.of()).extract(video, request));
    }

    @Test
    void progressIsReportedUpToTheLastFrame() {
        List<Integer> done = new ArrayList<>();

        opened(scripted()).extract(video("ok"), REQUEST.with((frames, total) -> {
            assertThat(total).isEqualTo(10);
            done.add(frames);
        }));

        assertThat(done).isSorted().endsWith(10);
    }

    @Test
    void childIsReusedForTheNextVideo() {
        ChildProcessExtractor extractor = opened(scripted());

        extractor.extract(video("ok"), REQUEST);
        long first = child().pid();
        assertThat(catchThrowable(() -> extractor.extract(video("unreadable"), REQUEST)))
                .isInstanceOf(UnreadableVideoException.class);
        extractor.extract(video("ok"), REQUEST);

        assertThat(child().pid()).isEqualTo(first);
    }

    @Test
    void childIsReplacedAfterItsNumberOfVideos() {
        ChildProcessExtractor extractor = opened(scripted().videosPerChild(2));

        extractor.extract(video("ok"), REQUEST);
        long first = child().pid();
        extractor.extract(video("ok"), REQUEST);
        assertThat(ProcessHandle.current().children()).isEmpty();
        extractor.extract(video("ok"), REQUEST);

        assertThat(child().pid()).isNotEqualTo(first);
    }

    @Test
    void failuresThatCallersDistinguishKeepTheirTypeAndMessage() {
        ChildProcessExtractor extractor = opened(scripted());

        assertThatThrownBy(() -> extractor.extract(video("unreadable"), REQUEST))
                .isExactlyInstanceOf(UnreadableVideoException.class)
                .hasMessage("Filme de novo, por favor: não há imagem");
        assertThatThrownBy(() -> extractor.extract(video("lines"), REQUEST))
                .isExactlyInstanceOf(UnreadableVideoException.class)
                .hasMessage("One Nov 26 WARNING: two [2J");
        assertThatThrownBy(() -> extractor.extract(video("invalid"), REQUEST))
                .isExactlyInstanceOf(InvalidInputException.class)
                .hasMessage("The width is 0");
        assertThatThrownBy(() -> extractor.extract(video("cancelled"), REQUEST))
                .isExactlyInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> opened(ChildProcessExtractor.builder(ScriptedExtractor.NoModel.class, "a", "b c"))
                        .extract(video("ok"), REQUEST))
                .isExactlyInstanceOf(ModelUnavailableException.class)
                .hasMessage("There are no models at [a, b c]");
    }

    @Test
    void childIsPreparedUntilItHasItsModelsAndAgainAfterLosingThem() throws IOException {
        Path model = folder.resolve("model");
        Video video = video("needs " + model);
        ChildProcessExtractor extractor = opened(scripted());
        LandmarkLayout layout = REQUEST.layout();
        assertThatThrownBy(() -> extractor.prepare(video, layout))
                .isExactlyInstanceOf(ModelUnavailableException.class)
                .hasMessage("There is no " + model);

        Files.createFile(model);
        extractor.prepare(video, layout);
        assertThat(extractor.extract(video, REQUEST).totalFrames()).isPositive();

        Files.delete(model);
        extractor.prepare(video, layout); // does not ask the child again
        assertThatThrownBy(() -> extractor.extract(video, REQUEST)).isInstanceOf(ModelUnavailableException.class);
        assertThatThrownBy(() -> extractor.prepare(video, layout)).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void childThatExitsDuringPreparationIsReplaced() {
        ChildProcessExtractor extractor = opened(scripted());

        assertThatThrownBy(() -> extractor.prepare(video("exit 3"), REQUEST.layout()))
                .isExactlyInstanceOf(ExtractionFailedException.class)
                .hasMessageContaining("exit code 3");
        extractor.prepare(video("ok"), REQUEST.layout());

        assertThat(extractor.extract(video("ok"), REQUEST).totalFrames()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "state, java.lang.IllegalStateException: of affairs",
        "overflow, java.lang.StackOverflowError",
        "link, java.lang.NoClassDefFoundError: org/example/Missing",
        "short, The extractor gave LandmarkSequence[9 frames of POSE_HANDS]",
        "exit 3, it ended with exit code 3",
        "exit 0, it ended with exit code 0",
        "orphan, it ended with exit code 3",
        "garbage, The child process gave no valid answer (unknown kind of answer: 110) during a video; it was ended",
        "heap, when its heap is full"
    })
    void otherFailuresAreExtractionFailuresThatNameTheCause(String script, String message) {
        ChildProcessExtractor extractor = opened(scripted());

        assertFails(extractor, script).hasMessageContaining(message);

        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(extractor.extract(video("ok"), REQUEST).framesExtracted()).isEqualTo(10);
    }

    @Test
    void jvmOptionsMayChooseAnotherGarbageCollector() {
        ChildProcessExtractor extractor = opened(scripted().jvmOptions("-XX:+UseParallelGC"));

        assertThat(extractor.extract(video("ok"), REQUEST).framesExtracted()).isEqualTo(10);
    }

    @Test
    void childKilledDuringAVideoIsReplaced() {
        ChildProcessExtractor extractor = opened(scripted());
        ExtractionRequest killed = REQUEST.with((done, total) -> child().destroyForcibly());

        assertThatThrownBy(() -> extractor.extract(video("hang"), killed))
                .isExactlyInstanceOf(ExtractionFailedException.class)
                .hasMessage("The child process broke off during a video; it was killed by signal 9");

        assertThat(extractor.extract(video("ok"), REQUEST).framesExtracted()).isEqualTo(10);
    }

    @Test
    void childWithCrashingNativeCodeIsReplaced() throws Exception {
        ChildProcessExtractor extractor = opened(scripted());
        ExtractionRequest crashed = REQUEST.with((done, total) -> signal("SEGV", child()));

        assertThatThrownBy(() -> extractor.extract(video("hang"), crashed))
                .isExactlyInstanceOf(ExtractionFailedException.class)
                .hasMessage(
                        "The child process broke off during a video; it ended with exit code 1. Its output is in the log");

        crashLogged.await();
        assertThat(extractor.extract(video("ok"), REQUEST).framesExtracted()).isEqualTo(10);
    }

    @Test
    void stoppedChildIsEndedAtTheTimeLimit() {
        AtomicLong now = new AtomicLong();
        ChildProcessExtractor extractor = opened(scripted().ticker(now::get).timeLimit(Duration.ofMinutes(5)));
        extractor.extract(video("ok"), REQUEST);
        ExtractionRequest request = REQUEST.cancelledWhen(() -> {
            signal("STOP", child());
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            return false;
        });

        assertThatThrownBy(() -> extractor.extract(video("x".repeat(3_000_000)), request))
                .isExactlyInstanceOf(ExtractionFailedException.class)
                .hasMessageContaining("longer than PT5M");
    }

    @Test
    void childKilledBetweenVideosIsReplacedUnnoticed() throws Exception {
        ChildProcessExtractor extractor = opened(scripted());
        extractor.extract(video("ok"), REQUEST);
        ProcessHandle child = child();

        child.destroyForcibly();
        child.onExit().get();

        assertThat(extractor.extract(video("ok"), REQUEST).framesExtracted()).isEqualTo(10);
    }

    @Test
    void hangingChildIsEndedAtTheTimeLimit() {
        AtomicLong now = new AtomicLong();
        ChildProcessExtractor extractor = opened(scripted().ticker(now::get).timeLimit(Duration.ofMinutes(5)));
        ExtractionRequest later = REQUEST.with(
                (done, total) -> now.addAndGet(Duration.ofMinutes(5).toNanos()));

        assertThatThrownBy(() -> extractor.extract(video("hang"), later))
                .isExactlyInstanceOf(ExtractionFailedException.class)
                .hasMessage("The child process was ended, since it took longer than PT5M for a video");

        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void childOverItsMemoryLimitIsEnded() {
        ChildProcessExtractor extractor =
                opened(scripted().maxMemory(200 * MIB).jvmOptions("-XX:MaxDirectMemorySize=" + 1024 * MIB));

        assertFails(extractor, "native")
                .hasMessageMatching(
                        "The child process was ended, since it took (2\\d\\d|3\\d\\d|4\\d\\d) MiB of memory, more than the"
                                + " limit of 200 MiB");

        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void printedLinesAreLoggedUpToALimit() throws Exception {
        ChildProcessExtractor extractor = opened(scripted());

        extractor.extract(video("print"), REQUEST);
        extractor.extract(video("print"), REQUEST);
        extractor.close();

        assertThat(logged)
                .hasSizeBetween(1, 60)
                .allMatch(line -> line.matches("Child process \\d+: (line|error) \\d+"));
    }

    @Test
    void printedLinesDoNotDisturbTheProtocol() {
        ChildProcessExtractor extractor = opened(scripted());

        assertThat(extractor.extract(video("print"), REQUEST).framesExtracted()).isEqualTo(10);
        assertThat(extractor.extract(video("print"), REQUEST).framesExtracted()).isEqualTo(10);
    }

    @Test
    void startFailuresAreReported() {
        assertFails(opened(scripted().commandPrefix("/no/such/sandbox")), "ok")
                .hasMessageContaining("The child process cannot be started")
                .hasMessageContaining("/no/such/sandbox");
        assertFails(opened(scripted().classPath(folder.toString())), "ok")
                .hasMessage("The child process broke off before it was ready; it ended with exit code 1. Its output is"
                        + " in the log");
        assertFails(opened(scripted().jvmOptions("-XX:NoSuchOption")), "ok")
                .hasMessageContaining("before it was ready");
        assertFails(opened(scripted().commandPrefix("echo", "hello, here is a program of another kind")), "ok")
                .hasMessageContaining("its greeting is not that of a child process of this version");
    }

    @Test
    void startFailureFreesItsPlaceInThePool() {
        ChildProcessExtractor extractor = opened(scripted().commandPrefix("/no/such/sandbox"));

        for (int i = 0; i < 5; i++) {
            assertFails(extractor, "ok").hasMessageContaining("cannot be started");
        }
    }

    @Test
    void commandPrefixRunsTheChildAndItsProcessesEndWithIt() {
        ChildProcessExtractor extractor = opened(scripted().commandPrefix("/bin/sh", "-c", "\"$0\" \"$@\"; true"));

        assertThat(extractor.extract(video("ok"), REQUEST).framesExtracted()).isEqualTo(10);
        List<ProcessHandle> tree = ProcessHandle.current().descendants().toList();
        assertThat(tree).hasSize(2);
        extractor.close();

        assertThat(tree).allSatisfy(process -> process.onExit().get());
    }

    @Test
    void memoryOfProcessesBehindACommandPrefixCounts() {
        ChildProcessExtractor extractor = opened(scripted()
                .commandPrefix("/bin/sh", "-c", "\"$0\" \"$@\"; true")
                .maxMemory(200 * MIB)
                .jvmOptions("-XX:MaxDirectMemorySize=" + 1024 * MIB));

        assertFails(extractor, "native").hasMessageContaining("MiB of memory");

        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void cancellingEndsTheChild() {
        AtomicBoolean cancelled = new AtomicBoolean();
        ChildProcessExtractor extractor = opened(scripted());

        assertThatThrownBy(() -> extractor.extract(
                        video("hang"),
                        REQUEST.with((done, total) -> cancelled.set(true)).cancelledWhen(cancelled::get)))
                .isInstanceOf(CancellationException.class);

        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void interruptingEndsTheChild() {
        ChildProcessExtractor extractor = opened(scripted());
        Thread caller = Thread.currentThread();

        assertThatThrownBy(() -> extractor.extract(video("hang"), REQUEST.with((done, total) -> caller.interrupt())))
                .isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callerWaitingForAChildCanBeCancelled() throws Exception {
        ChildProcessExtractor extractor = opened(scripted());
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> first = executor.submit(
                () -> extractor.extract(video("hang"), REQUEST.with((done, total) -> busy.countDown())));
        busy.await();
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(
                        () -> extractor.extract(video("ok"), REQUEST.cancelledWhen(() -> asked.incrementAndGet() > 2)))
                .isInstanceOf(CancellationException.class);

        assertThat(first).isNotDone();
    }

    @Test
    void closingCancelsRunningAndWaitingCalls() throws Exception {
        ChildProcessExtractor extractor = opened(scripted());
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(2);
        Callable<?> hang = () -> extractor.extract(video("hang"), REQUEST.with((done, total) -> busy.countDown()));
        Future<?> first = executor.submit(hang);
        busy.await();
        Future<?> second = executor.submit(() -> extractor.extract(video("ok"), REQUEST.cancelledWhen(() -> {
            waiting.countDown();
            return false;
        })));
        waiting.await();

        extractor.close();

        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThatThrownBy(first::get).hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(second::get).hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> extractor.extract(video("ok"), REQUEST)).isInstanceOf(CancellationException.class);
    }

    @Test
    void callersShareTheChildren() throws Exception {
        ChildProcessExtractor extractor = opened(scripted().children(2));
        List<Future<?>> calls = IntStream.range(0, 8)
                .<Future<?>>mapToObj(caller -> executor.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        String script = (caller + i) % 7 == 0 ? "unreadable" : "ok";
                        Throwable problem = catchThrowable(() -> extractor.extract(video(script), REQUEST));
                        assertThat(problem == null ? "ok" : "unreadable").isEqualTo(script);
                        assertThat(ProcessHandle.current().children().count()).isBetween(1L, 2L);
                    }
                    return caller;
                }))
                .toList();

        for (Future<?> call : calls) {
            call.get();
        }
    }

    @Test
    void childDoesNotInheritTheParentsEnvironment() {
        assertThatThrownBy(() -> opened(scripted()).extract(video("environment"), REQUEST))
                .isInstanceOf(UnreadableVideoException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).split(" "))
                        .isSubsetOf(
                                "",
                                "PATH",
                                "HOME",
                                "LANG",
                                "LC_ALL",
                                "LC_CTYPE",
                                "TZ",
                                "TMPDIR",
                                "LD_LIBRARY_PATH",
                                "XDG_RUNTIME_DIR",
                                "DBUS_SESSION_BUS_ADDRESS"));
    }

    @Test
    void argumentsReachTheFactoryUnchanged() {
        LandmarkExtractor extractor =
                opened(ChildProcessExtractor.builder(ScriptedExtractor.Factory.class, "a b", "", "\"q\"", "-x")
                        .maxHeap(64 * MIB));

        assertThatThrownBy(() -> extractor.extract(video("arguments"), REQUEST)).hasMessage("a b||\"q\"|-x");
    }

    /** The child holds a lock on a file; the system releases it when the child ends. */
    @Test
    void childEndsWithItsParentEvenIfItHangs() throws Exception {
        Path file = Files.createFile(folder.resolve("lock"));
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = parent.inputReader(StandardCharsets.UTF_8);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(out.readLine()).isEqualTo("during a video");
            assertThat(channel.tryLock()).isNull();

            parent.destroyForcibly().waitFor();

            assertThat(channel.lock().isValid()).isTrue();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** A process that waits for its child. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] args) {
            try (ChildProcessExtractor extractor = scripted().build()) {
                extractor.extract(
                        video("lock " + args[0]), REQUEST.with((done, total) -> System.out.println("during a video")));
            }
        }
    }

    @Test
    void procAndPsAgreeOnMemoryUse() throws IOException {
        ChildProcessExtractor extractor = opened(scripted());
        extractor.extract(video("ok"), REQUEST);
        List<ProcessHandle> child = List.of(child());

        long proc = ResidentMemory.PROC.read(child).orElseThrow();
        long ps = ResidentMemory.PS.read(child).orElseThrow();

        assertThat(proc).isBetween(10 * MIB, 500 * MIB);
        assertThat(ps).isBetween(proc / 2, proc * 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void invalidSettingsAreRefused(int none) {
        assertThatThrownBy(() -> scripted().children(none)).hasMessageContaining("number of child processes");
        assertThatThrownBy(() -> scripted().videosPerChild(none)).hasMessageContaining("videos per child");
        assertThatThrownBy(() -> scripted().timeLimit(Duration.ofSeconds(none)).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("time limit");
        assertThatThrownBy(() -> scripted().tick(Duration.ofSeconds(none)).build())
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> scripted().maxHeap(none).build()).hasMessageContaining("16 MiB of heap");
        assertThatThrownBy(() -> scripted().maxMemory(64 * MIB).build()).hasMessageContaining("memory beside its heap");
    }

    @Test
    void factoryThatAChildCannotInstantiateIsRefused() {
        assertThatThrownBy(() -> ChildProcessExtractor.builder(Hidden.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a public class");
    }

    static final class Hidden implements ExtractorFactory {

        public Hidden() {}

        @Override
        public LandmarkExtractor create(List<String> arguments) {
            return new ScriptedExtractor(arguments);
        }
    }

    private static ChildProcessExtractor.Builder scripted() {
        return ChildProcessExtractor.builder(ScriptedExtractor.Factory.class)
                .maxHeap(64 * MIB)
                .maxMemory(512 * MIB)
                .tick(Duration.ofMillis(20));
    }

    private ChildProcessExtractor opened(ChildProcessExtractor.Builder builder) {
        ChildProcessExtractor extractor = builder.build();
        opened.add(extractor);
        return extractor;
    }

    private static AbstractThrowableAssert<?, ?> assertFails(ChildProcessExtractor extractor, String script) {
        return assertThatThrownBy(() -> extractor.extract(video(script), REQUEST))
                .isExactlyInstanceOf(ExtractionFailedException.class);
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid())
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessHandle child() {
        return ProcessHandle.current().children().findAny().orElseThrow();
    }
}
