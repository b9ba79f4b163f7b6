package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.model.ModelUnavailableException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Nets from a folder, which holds them as {@code .tflite} files or in MediaPipe's bundles, whose names end in {@code .task}
 * and which are zips of the former. Immutable.
 */
final class NetFiles implements AutoCloseable {

    /** The largest net, that of the heavy pose, has 26 MB. */
    private static final int MAX_BYTES = 64 << 20;

    private static final String BUNDLE = ".task";
    private static final String HOW = "; tools/fetch_models brings those of MediaPipe";

    private final Map<NetKind, NetFile> files;

    private NetFiles(Map<NetKind, NetFile> files) {
        this.files = files;
    }

    /**
     * Reads nets.
     *
     * @throws ModelUnavailableException if one is missing, cannot be read, or is damaged
     */
    static NetFiles read(Path folder, List<NetKind> kinds) {
        Map<NetKind, NetFile> files = new EnumMap<>(NetKind.class);
        try {
            for (NetKind kind : kinds) {
                files.put(kind, read(folder, kind));
            }
            return new NetFiles(files);
        } catch (RuntimeException | Error e) {
            files.values().forEach(NetFile::close);
            throw e;
        }
    }

    private static NetFile read(Path folder, NetKind kind) {
        Path alone = folder.resolve(kind.fileName());
        try {
            if (Files.isRegularFile(alone)) {
                try (InputStream in = Files.newInputStream(alone)) {
                    return new NetFile(kind, alone.toString(), bytes(in, alone.toString()));
                }
            }
            for (Path bundle : bundles(folder)) {
                try (ZipFile zip = new ZipFile(bundle.toFile())) {
                    ZipEntry entry = zip.getEntry(kind.fileName());
                    if (entry != null) {
                        String source = bundle + "/" + kind.fileName();
                        return new NetFile(kind, source, bytes(zip.getInputStream(entry), source));
                    }
                } catch (ZipException e) {
                    throw new ModelUnavailableException(bundle + " is damaged, or no bundle of MediaPipe", e);
                }
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new ModelUnavailableException("There is no folder of landmark models at " + folder + HOW, e);
        } catch (IOException e) {
            throw new ModelUnavailableException("The landmark models in " + folder + " cannot be read: " + e, e);
        }
        throw new ModelUnavailableException("There is no " + kind.fileName() + " in " + folder
                + ", neither by itself nor in a bundle (" + BUNDLE + ")" + HOW);
    }

    private static List<Path> bundles(Path folder) throws IOException {
        List<Path> bundles = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(folder, "*" + BUNDLE)) {
            entries.forEach(bundles::add);
        }
        bundles.sort(null);
        return bundles;
    }

    private static byte[] bytes(InputStream in, String source) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ModelUnavailableException(source + " is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return bytes;
    }

    /** Prepares a net for one thread. */
    Net open(NetKind kind, int threads) {
        return new Net(Objects.requireNonNull(files.get(kind)), threads);
    }

    @Override
    public void close() {
        files.values().forEach(NetFile::close);
    }
}
