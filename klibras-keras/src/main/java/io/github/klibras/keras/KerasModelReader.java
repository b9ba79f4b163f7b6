package io.github.klibras.keras;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads Keras models. What a file is, is told by its first bytes, not by its name: HDF5 ({@code .h5}, written by Keras 2
 * or 3) or zip ({@code .keras}, written by Keras 3).
 *
 * <p>Reading is strict: every setting must be understood, and every weight must be there in its exact shape, and no
 * others. Files of more than 512 MiB are refused. Stateless and thread-safe; no native code is used.
 */
public final class KerasModelReader {

    private static final int MAX_BYTES = 512 << 20;

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private KerasModelReader() {}

    /**
     * Reads a model from a file.
     *
     * @throws KerasModelException if the file can not be read, is no Keras model, is damaged, or holds something that is
     *     not supported
     */
    public static KerasModel read(Path file) {
        if (file.toString().isEmpty()) {
            throw new KerasModelException("The path of the model is empty");
        }
        try {
            if (Files.isDirectory(file)) {
                throw new KerasModelException("this is a directory, not a file");
            }
            byte[] start = firstBytes(file);
            if (start.length == 0) {
                throw new KerasModelException("the file is empty");
            }
            if (Arrays.equals(start, HDF5)) {
                return Hdf.read(whole(file), root -> ofLegacy(root, file));
            }
            if (Arrays.equals(start, 0, Math.min(ZIP.length, start.length), ZIP, 0, ZIP.length)) {
                return ofArchive(file);
            }
            throw new KerasModelException(
                    "not a Keras model: it starts with " + HexFormat.of().formatHex(start)
                            + ", but an HDF5 file (89484446…) or a zip (504b0304) was expected");
        } catch (KerasModelException e) {
            throw e.in(file.toString());
        } catch (NoSuchFileException e) {
            throw new KerasModelException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new KerasModelException(file + ": can not be read: permission denied", e);
        } catch (IOException e) {
            throw new KerasModelException(file + ": can not be read: " + e.getMessage(), e);
        }
    }

    private static KerasModel ofLegacy(HdfGroup root, Path file) {
        String config = root.string("model_config");
        HdfGroup weights = root.child("model_weights");
        if (config == null || weights == null) {
            throw new KerasModelException("an HDF5 file, but no whole Keras model: "
                    + (config == null ? "attribute 'model_config'" : "group 'model_weights'")
                    + " is missing; save with model.save(…), not model.save_weights(…)");
        }
        String version = KerasVersion.require(root.string("keras_version"));
        return ModelAssembler.assemble(
                file.toString(), version, ModelConfigReader.read(config), new LegacyWeights(weights));
    }

    private static KerasModel ofArchive(Path file) throws IOException {
        try (KerasArchive archive = new KerasArchive(file)) {
            archive.requireFewEntries();
            Object version =
                    Json.object("metadata.json", archive.text("metadata.json")).get("keras_version");
            String checkedVersion = KerasVersion.require(version);
            ModelConfig config = ModelConfigReader.read(archive.text("config.json"));
            byte[] weights = archive.bytes("model.weights.h5", MAX_BYTES);
            if (!Arrays.equals(weights, 0, Math.min(HDF5.length, weights.length), HDF5, 0, HDF5.length)) {
                throw new KerasModelException("'model.weights.h5' is not an HDF5 file");
            }
            return Hdf.read(weights, root -> {
                HdfGroup layers = root.child("layers");
                if (layers == null) {
                    throw new KerasModelException("'model.weights.h5' has no group 'layers'");
                }
                return ModelAssembler.assemble(file.toString(), checkedVersion, config, new ArchiveWeights(layers));
            });
        }
    }

    private static byte[] firstBytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HDF5.length);
        }
    }

    private static byte[] whole(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES);
            if (in.read() >= 0) {
                throw new KerasModelException("the file is larger than " + MAX_BYTES + " bytes");
            }
            return content;
        }
    }
}
