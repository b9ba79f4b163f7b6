package io.github.klibras.inference.keras;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.MissingFramePolicy;
import io.github.klibras.core.landmark.Preprocessing;
import io.github.klibras.core.recognition.GoldenVector;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.ModelMismatchException;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.KerasModelReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Reads a model with its description from a folder or zip that contains a file {@value #MANIFEST}:
 *
 * <pre>{@code
 * {
 *   "format": 1,
 *   "name": "alphabet",
 *   "model": "alphabet.keras",
 *   "sha256": "…",
 *   "labels": ["A", "B"],
 *   "layout": "POSE_HANDS",
 *   "frames": 100,
 *   "differentFrames": 100,
 *   "nullLabel": "B",
 *   "mirroring": "PICTURE",
 *   "maxWidth": 480,
 *   "missingFrames": "ZEROS",
 *   "threshold": 0.5,
 *   "goldenVectors": [{"name": "first", "input": "first.in.f32", "output": "first.out.f32"}]
 * }
 * }</pre>
 *
 * The keys from {@code differentFrames} on are optional; their meanings and defaults are documented at
 * {@link ModelBundle}, {@link FrameSampler} and {@link Preprocessing}. Golden vectors are raw numbers, little-endian
 * float32 in C order. File names are relative to the manifest; names that lead elsewhere are refused, and so are
 * unknown keys, more than {@value #MAX_ENTRIES} entries in a zip, and files beyond their maximum size: 1 MiB for the
 * manifest, 512 MiB for the model, 64 MiB for all golden vectors together.
 *
 * <p>Stateless and thread-safe.
 */
public final class ModelBundleReader {

    /** The name of the file that describes the others. */
    public static final String MANIFEST = "bundle.json";

    /** The maximum number of entries in a zip, far more than a model, its manifest and its golden vectors need. */
    public static final int MAX_ENTRIES = 1000;

    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final int MAX_GOLDEN_BYTES = 64 << 20;
    private static final int MAX_GOLDEN_VECTORS = 100;

    private ModelBundleReader() {}

    /**
     * Reads a bundle, and checks that the model is the one described. Whether an engine computes the model correctly is
     * checked when the classifier is created.
     *
     * @param folderOrZip a folder or a zip, which is detected
     * @throws SignModelException if it cannot be read, is not a bundle, or contains a model that cannot be read
     * @throws ModelMismatchException if the model is not the one that the manifest describes
     */
    public static KerasModelBundle read(Path folderOrZip) {
        try (BundleFiles files = BundleFiles.open(folderOrZip, MAX_ENTRIES)) {
            Manifest manifest = Manifest.parse(files.text(MANIFEST, MAX_MANIFEST_BYTES));
            String modelFile = manifest.text("model");
            ModelBundle.Builder bundle = describe(manifest);
            byte[] content = files.bytes(modelFile, KerasModelReader.MAX_BYTES);
            // The manifest is checked before the model is parsed, and the model's hash before golden vectors are read.
            ModelBundle withoutVectors = bundle.build();
            withoutVectors.verifyModelFile(content);
            if (manifest.has("goldenVectors")) {
                bundle.goldenVectors(goldenVectors(manifest, files, withoutVectors));
            }
            manifest.requireAllRead();
            ModelBundle description = bundle.build();
            KerasModel model = KerasModelReader.read(content, folderOrZip + "/" + modelFile);
            requireFit(description, model);
            return new KerasModelBundle(description, model);
        } catch (KerasModelException e) {
            throw new SignModelException(String.valueOf(e.getMessage()), e);
        } catch (SignModelException e) {
            throw new SignModelException(folderOrZip + ": " + e.getMessage(), e);
        } catch (ModelMismatchException e) {
            throw e;
        } catch (InvalidInputException e) {
            throw new SignModelException(folderOrZip + ": " + MANIFEST + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new SignModelException(folderOrZip + ": there is no such file: " + e.getFile(), e);
        } catch (AccessDeniedException e) {
            throw new SignModelException(folderOrZip + ": cannot be read: permission denied: " + e.getFile(), e);
        } catch (ZipException e) {
            throw new SignModelException(folderOrZip + ": is neither a folder nor a sound zip: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new SignModelException(folderOrZip + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static ModelBundle.Builder describe(Manifest manifest) {
        manifest.requireFormat();
        ModelBundle.Builder bundle = ModelBundle.builder(
                manifest.text("name"),
                manifest.texts("labels"),
                manifest.oneOf("layout", LandmarkLayout.class),
                sampler(manifest),
                manifest.text("sha256"));
        if (manifest.has("nullLabel")) {
            bundle.nullLabel(manifest.text("nullLabel"));
        }
        bundle.preprocessing(preprocessing(manifest));
        if (manifest.has("threshold")) {
            bundle.threshold(manifest.number("threshold"));
        }
        return bundle;
    }

    private static FrameSampler sampler(Manifest manifest) {
        int frames = manifest.integer("frames");
        return manifest.has("differentFrames")
                ? new FrameSampler(frames, manifest.integer("differentFrames"))
                : new FrameSampler(frames);
    }

    private static Preprocessing preprocessing(Manifest manifest) {
        Preprocessing usual = Preprocessing.DEFAULT;
        return new Preprocessing(
                manifest.has("mirroring") ? manifest.oneOf("mirroring", Mirroring.class) : usual.mirroring(),
                manifest.has("maxWidth") ? manifest.integer("maxWidth") : usual.maxWidth(),
                manifest.has("missingFrames")
                        ? manifest.oneOf("missingFrames", MissingFramePolicy.class)
                        : usual.missingFrames());
    }

    private static List<GoldenVector> goldenVectors(Manifest manifest, BundleFiles files, ModelBundle description)
            throws IOException {
        List<Manifest> entries = manifest.objects("goldenVectors");
        if (entries.size() > MAX_GOLDEN_VECTORS) {
            throw new SignModelException(MANIFEST + ": has more than " + MAX_GOLDEN_VECTORS + " golden vectors");
        }
        List<GoldenVector> vectors = new ArrayList<>();
        int room = MAX_GOLDEN_BYTES;
        for (Manifest entry : entries) {
            String name = entry.text("name");
            float[] input = floats(files, entry.text("input"), room);
            room -= input.length * Float.BYTES;
            float[] output = floats(files, entry.text("output"), room);
            room -= output.length * Float.BYTES;
            entry.requireAllRead();
            vectors.add(GoldenVector.of(name, LandmarkSequence.of(description.layout(), input), output));
        }
        return vectors;
    }

    private static float[] floats(BundleFiles files, String name, int limit) throws IOException {
        byte[] content = files.bytes(name, limit);
        if (content.length % Float.BYTES != 0) {
            throw new SignModelException(
                    "'" + name + "' has " + content.length + " bytes, which are no float32 numbers");
        }
        float[] values = new float[content.length / Float.BYTES];
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static void requireFit(ModelBundle description, KerasModel model) {
        SignModel fitting = new SignModel(model, description.labels(), description.layout());
        if (fitting.frames() != description.frames()) {
            throw new InvalidInputException(
                    "'frames' is " + description.frames() + ", but the model takes " + fitting.frames());
        }
    }
}
