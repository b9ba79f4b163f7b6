package io.github.klibras.keras;

import io.github.klibras.keras.file.ArchiveWeights;
import io.github.klibras.keras.file.Hdf;
import io.github.klibras.keras.file.HdfGroup;
import io.github.klibras.keras.file.KerasArchive;
import io.github.klibras.keras.file.LegacyWeights;
import io.github.klibras.keras.graph.ModelConfig;
import io.github.klibras.keras.graph.ModelConfigReader;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Json;
import io.github.klibras.keras.layer.KerasVersion;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Reads Keras models. The format is detected from the first bytes, not from the name: HDF5 ({@code .h5}, written by
 * Keras 2 or 3) or zip ({@code .keras}, written by Keras 3).
 *
 * <p>Reading is strict: every setting must be understood, and the weights must be exactly the required ones, in their
 * exact shapes. Files of more than 512 MiB are refused. Stateless and thread-safe; no native code is used.
 */
public final class KerasModelReader {

    /** The greatest size of a file, in bytes. */
    public static final int MAX_BYTES = 512 << 20;

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private KerasModelReader() {}

    /**
     * Reads a model from a file.
     *
     * @throws KerasModelException if the file cannot be read, is not a Keras model, is damaged, or contains something
     *     that is not supported
     */
    public static KerasModel read(Path file) {
        return read(file, null);
    }

    /**
     * Reads a model from a file that must have a certain hash. Only this overload detects all damage, since {@code .h5}
     * files have no checksums.
     *
     * @param sha256 the SHA-256 of the whole file, 64 hexadecimal digits in upper or lower case; null to accept any file
     * @throws KerasModelException as in {@link #read(Path)}, and if the file has another hash
     */
    public static KerasModel read(Path file, @Nullable String sha256) {
        if (file.toString().isEmpty()) {
            throw new KerasModelException("The path of the model is empty");
        }
        try {
            if (Files.isDirectory(file)) {
                throw new InvalidModelException("this is a directory, not a file");
            }
            byte[] start = firstBytes(file);
            requireFormat(start);
            byte[] content = whole(file);
            if (sha256 != null) {
                requireHash(content, sha256);
            }
            return parse(content, file.toString());
        } catch (InvalidModelException e) {
            throw unreadable(file.toString(), e);
        } catch (NoSuchFileException e) {
            throw new KerasModelException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new KerasModelException(file + ": cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new KerasModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a model from the bytes of its file.
     *
     * @param content the bytes; no reference to them is kept
     * @param source the name of the model in messages
     * @throws KerasModelException as {@link #read(Path)}
     */
    public static KerasModel read(byte[] content, String source) {
        try {
            requireFormat(Arrays.copyOf(content, Math.min(content.length, HDF5.length)));
            if (content.length > MAX_BYTES) {
                throw tooLarge();
            }
            return parse(content, source);
        } catch (InvalidModelException e) {
            throw unreadable(source, e);
        } catch (IOException e) {
            throw new KerasModelException(source + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a model from a stream, such as a resource, to its end.
     *
     * @param in the stream, which is read to its end but not closed
     * @param source the name of the model in messages
     * @throws KerasModelException as {@link #read(Path)}
     */
    public static KerasModel read(InputStream in, String source) {
        try {
            return read(whole(in), source);
        } catch (InvalidModelException e) {
            throw unreadable(source, e);
        } catch (IOException e) {
            throw new KerasModelException(source + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireFormat(byte[] start) {
        if (start.length == 0) {
            throw new InvalidModelException("the file is empty");
        }
        if (!Arrays.equals(start, HDF5) && !isZip(start)) {
            throw new InvalidModelException("not a Keras model: it starts with "
                    + HexFormat.of().formatHex(start)
                    + ", but an HDF5 file (89484446…) or a zip (504b0304) was expected"
                    + hint(new String(start, StandardCharsets.ISO_8859_1)));
        }
    }

    /** Recognizes files that are often mistaken for a model; empty for any other. */
    private static String hint(String start) {
        if (start.startsWith("version ")) {
            return "; this is the pointer that Git LFS keeps in the file's place: run 'git lfs pull'";
        }
        if (start.startsWith("TFL3", 4)) {
            return "; this is a TensorFlow Lite model, from which a Keras model cannot be restored";
        }
        if (start.startsWith("{")) {
            return "; this is JSON, perhaps of model.to_json(), which holds no weights: save with model.save(…)";
        }
        return "";
    }

    private static KerasModel parse(byte[] content, String source) throws IOException {
        try {
            KerasModel model =
                    isZip(content) ? ofArchive(content, source) : Hdf.read(content, root -> ofLegacy(root, source));
            return model.readFrom(hash(content));
        } catch (OutOfMemoryError e) {
            throw new InvalidModelException("reading it needs more memory than there is", e);
        }
    }

    private static KerasModel ofLegacy(HdfGroup root, String source) {
        String config = root.string("model_config");
        HdfGroup weights = root.child("model_weights");
        if (config == null || weights == null) {
            throw new InvalidModelException("an HDF5 file, but no whole Keras model: "
                    + (config == null ? "attribute 'model_config'" : "group 'model_weights'")
                    + " is missing; save with model.save(…), not model.save_weights(…)");
        }
        KerasVersion version = KerasVersion.require(root.string("keras_version"));
        return ModelAssembler.assemble(
                source, version, ModelConfigReader.read(config, version), new LegacyWeights(weights));
    }

    private static KerasModel ofArchive(byte[] content, String source) throws IOException {
        KerasArchive archive = KerasArchive.read(content, MAX_BYTES);
        KerasVersion version = KerasVersion.require(
                Json.object("metadata.json", archive.text("metadata.json")).get("keras_version"));
        ModelConfig config = ModelConfigReader.read(archive.text("config.json"), version);
        byte[] weights = archive.bytes("model.weights.h5");
        if (!Arrays.equals(weights, 0, Math.min(HDF5.length, weights.length), HDF5, 0, HDF5.length)) {
            throw new InvalidModelException("'model.weights.h5' is not an HDF5 file");
        }
        return Hdf.read(weights, root -> ModelAssembler.assemble(source, version, config, new ArchiveWeights(root)));
    }

    private static boolean isZip(byte[] content) {
        return content.length >= ZIP.length && Arrays.equals(content, 0, ZIP.length, ZIP, 0, ZIP.length);
    }

    private static void requireHash(byte[] content, String expected) {
        String found = hash(content);
        if (!found.equals(expected.toLowerCase(Locale.ROOT))) {
            throw new InvalidModelException("its SHA-256 is " + found + ", but " + expected + " was expected");
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] firstBytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HDF5.length);
        }
    }

    private static byte[] whole(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return whole(in);
        }
    }

    private static byte[] whole(InputStream in) throws IOException {
        byte[] content = in.readNBytes(MAX_BYTES);
        if (in.read() >= 0) {
            throw tooLarge();
        }
        return content;
    }

    private static InvalidModelException tooLarge() {
        return new InvalidModelException("the file is larger than " + MAX_BYTES + " bytes");
    }

    private static KerasModelException unreadable(String source, InvalidModelException problem) {
        return new KerasModelException(source + ": " + problem.getMessage(), problem);
    }
}
