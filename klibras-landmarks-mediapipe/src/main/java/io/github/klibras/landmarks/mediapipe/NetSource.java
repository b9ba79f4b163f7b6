package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.model.ModelUnavailableException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The places that nets are read from: {@code .tflite} files, MediaPipe's bundles (zips of those files with names ending
 * in {@code .task}), and folders of both.
 *
 * @param places files and folders; each net is read from the first one that has it
 * @param hashesChecked whether to accept only files with a known SHA-256
 */
record NetSource(List<Path> places, boolean hashesChecked) {

    /** The largest net, that of the heavy pose, has 26 MB. */
    private static final int MAX_BYTES = 64 << 20;

    private static final String BUNDLE = ".task";
    private static final String HOW = "; tools/fetch_models brings those of MediaPipe, see docs/landmarks.md";

    /** Of several bundles with a pose, the lite one comes first, as in the Python service. */
    private static final Comparator<Path> LITE_FIRST =
            Comparator.comparing((Path path) -> !name(path).contains("lite")).thenComparing(NetSource::name);

    NetSource {
        places = List.copyOf(places);
        if (places.isEmpty()) {
            throw new InvalidInputException("There must be at least one file or folder of landmark models");
        }
    }

    /**
     * Reads a net.
     *
     * @throws ModelUnavailableException if it is missing, unreadable, damaged, or not the expected net
     */
    NetFile read(NetKind kind) {
        for (Path file : files(kind)) {
            Optional<NetFile> found = name(file).endsWith(BUNDLE) ? fromBundle(file, kind) : fromFile(file, kind);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ModelUnavailableException("There is no " + kind.fileName() + " at " + where()
                + ", neither by itself nor in a bundle (" + BUNDLE + ")" + HOW);
    }

    /** Lists the files that may contain a net, the preferred one first. */
    private List<Path> files(NetKind kind) {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                files.add(place.resolve(kind.fileName()));
                files.addAll(bundles(place));
            } else if (Files.exists(place)) {
                files.add(place);
            } else {
                throw new ModelUnavailableException("There are no landmark models at " + place + HOW);
            }
        }
        return files;
    }

    private static List<Path> bundles(Path folder) {
        List<Path> bundles = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + BUNDLE)) {
            entries.forEach(bundles::add);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        bundles.sort(LITE_FIRST);
        return bundles;
    }

    private Optional<NetFile> fromFile(Path file, NetKind kind) {
        if (!name(file).equals(kind.fileName()) || !Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(net(kind, file.toString(), in));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Optional<NetFile> fromBundle(Path bundle, NetKind kind) {
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            ZipEntry entry = zip.getEntry(kind.fileName());
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return Optional.of(net(kind, bundle + "/" + kind.fileName(), in));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelUnavailableException(
                    bundle + " is damaged, or no bundle of MediaPipe: a zip with " + kind.fileName() + " in it" + HOW,
                    e);
        }
    }

    private NetFile net(NetKind kind, String source, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ModelUnavailableException(source + " is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        String hash = sha256(bytes);
        if (hashesChecked && !kind.hashes().contains(hash)) {
            throw new ModelUnavailableException(source + " is damaged, or not the " + kind.fileName()
                    + " of MediaPipe: its SHA-256 is " + hash + ", and only those of " + kind.hashes()
                    + " are known" + HOW + ". A net that you trust is taken if hashes are not checked"
                    + " (MediaPipeLandmarker.Builder.checkHashes)");
        }
        return new NetFile(kind, source, bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static ModelUnavailableException unreadable(Path place, IOException cause) {
        return new ModelUnavailableException("The landmark models at " + place + " cannot be read: " + cause, cause);
    }

    private String where() {
        return places.size() == 1 ? places.get(0).toString() : "any of " + places;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
