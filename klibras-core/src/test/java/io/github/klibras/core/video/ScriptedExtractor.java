package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelUnavailableException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/** Extractor that takes the video for a script and does what it says. */
public final class ScriptedExtractor implements LandmarkExtractor {

    static final int EATEN_MIB = 400;

    private final List<String> arguments;

    ScriptedExtractor(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Factory that creates the extractor in a child process. */
    public static final class Factory implements ExtractorFactory {
        @Override
        public LandmarkExtractor create(List<String> arguments) {
            return new ScriptedExtractor(arguments);
        }
    }

    /** Factory that finds no models. */
    public static final class NoModel implements ExtractorFactory {
        @Override
        public LandmarkExtractor create(List<String> arguments) {
            throw new ModelUnavailableException("There are no models at " + arguments);
        }
    }

    static Video video(String script) {
        return Video.of(script.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
        String script = new String(video.toByteArray(), StandardCharsets.UTF_8);
        switch (script.split(" ", 2)[0]) {
            case "needs" -> require(script);
            case "unreadable" -> throw new UnreadableVideoException("Filme de novo, por favor: não há imagem");
            case "lines" -> throw new UnreadableVideoException("One\nNov 26 WARNING: two\u001b[2J");
            case "invalid" -> throw new InvalidInputException("The width is 0");
            case "cancelled" -> throw new CancellationException("Not wanted");
            case "state" -> throw new IllegalStateException("of affairs");
            case "overflow" -> deeper(1);
            case "link" -> throw new NoClassDefFoundError("org/example/Missing");
            case "short" -> {
                return landmarks(request.sampler().frames() - 1, request);
            }
            case "hang" -> hang(request);
            case "lock" -> {
                lock(Path.of(script.substring("lock ".length())));
                hang(request);
            }
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(script.substring("exit ".length())));
            case "orphan" -> orphan();
            case "print" -> print(20_000);
            case "garbage" -> garbage();
            case "heap" -> eat(false);
            case "native" -> eat(true);
            case "environment" ->
                throw new UnreadableVideoException(
                        String.join(" ", System.getenv().keySet()));
            case "arguments" -> throw new UnreadableVideoException(String.join("|", arguments));
            default -> {}
        }
        return landmarks(request.sampler().frames(), request);
    }

    @Override
    public void prepare(Video video, LandmarkLayout layout) {
        String script = new String(video.toByteArray(), StandardCharsets.UTF_8);
        switch (script.split(" ", 2)[0]) {
            case "needs" -> require(script);
            case "exit" -> Runtime.getRuntime().halt(3);
            default -> {}
        }
    }

    private static void require(String script) {
        Path model = Path.of(script.substring("needs ".length()));
        if (Files.notExists(model)) {
            throw new ModelUnavailableException("There is no " + model);
        }
    }

    /** Returns numbers that depend on everything in the request. */
    private static ExtractedLandmarks landmarks(int frames, ExtractionRequest request) {
        int seed = Objects.hash(
                request.sampler().different(),
                request.preprocessing().maxWidth(),
                request.preprocessing().mirroring().name(),
                request.preprocessing().missingFrames().name());
        Random random = new Random(seed);
        float[] values = new float[frames * request.layout().features()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        for (int i = 1; i <= frames; i++) {
            request.progress().extracted(i, frames);
        }
        return new ExtractedLandmarks(LandmarkSequence.of(request.layout(), values), 3 * frames, frames);
    }

    private static int deeper(int depth) {
        return depth == 0 ? 0 : 1 + deeper(depth + 1);
    }

    private static void hang(ExtractionRequest request) {
        request.progress().extracted(1, 2);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("resource") // held until the process ends
    private static void lock(Path file) {
        try {
            FileChannel.open(file, StandardOpenOption.WRITE).lock();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exits, leaving behind a process that keeps the pipes open. */
    private static void orphan() {
        try {
            new ProcessBuilder("sh", "-c", "sleep 20 &").inheritIO().start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Runtime.getRuntime().halt(3);
    }

    private static void print(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("line " + i);
            System.err.println("error " + i);
        }
    }

    private static void garbage() {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write("no answer".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            new CountDownLatch(1).await();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes a bounded amount of memory, so that the machine survives if the child is not stopped. */
    private static void eat(boolean offHeap) {
        List<Object> eaten = new ArrayList<>();
        for (int i = 0; i < EATEN_MIB; i++) {
            if (offHeap) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
                for (int at = 0; at < buffer.capacity(); at += 1024) {
                    buffer.put(at, (byte) 1);
                }
                eaten.add(buffer);
            } else {
                eaten.add(new byte[1 << 20]);
            }
        }
        try {
            new CountDownLatch(eaten.size()).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
