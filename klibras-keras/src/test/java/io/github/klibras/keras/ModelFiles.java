package io.github.klibras.keras;

import org.junit.jupiter.api.Assumptions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Model files, intact and altered. */
public final class ModelFiles {

    private ModelFiles() {}

    /** Copies a committed model into a folder. */
    static Path golden(Path folder, String file) {
        return write(folder, file, goldenBytes(file));
    }

    public static byte[] goldenBytes(String file) {
        try (InputStream in = Objects.requireNonNull(
                ModelFiles.class.getResourceAsStream("/golden/" + file), "no test resource golden/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a file of the reference data, or skips the test with a reason if it is missing. */
    public static Path shared(String file) {
        Path path = Path.of(System.getProperty("klibras.shared", "../../shared"), file);
        if (!Files.exists(path)) {
            String reason = "Skipped: there is no " + path + "; set -Dklibras.shared=DIR";
            System.err.println(reason);
            Assumptions.abort(reason);
        }
        return path;
    }

    public static Path write(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text, which must occur, by another of the same length. */
    static byte[] patch(byte[] content, String from, String to) {
        assertThat(to).hasSameSizeAs(from);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    public static Map<String, byte[]> unzip(byte[] zip) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    public static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a committed {@code .keras} file with a change to its configuration. */
    static byte[] withConfig(String file, String from, String to) {
        Map<String, byte[]> entries = unzip(goldenBytes(file));
        String config = new String(Objects.requireNonNull(entries.get("config.json")), StandardCharsets.UTF_8);
        assertThat(config).contains(from);
        entries.put("config.json", config.replace(from, to).getBytes(StandardCharsets.UTF_8));
        return zip(entries);
    }
}
