package io.github.klibras.inference.keras;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of a bundle, in a folder or a zip; nothing outside it is accessible. */
abstract class BundleFiles implements Closeable {

    /** Names that mean the same on every system and cannot lead up or outside. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_ +-][\\p{L}\\p{N}_. +-]{0,199}");

    private static final int MAX_DEPTH = 8;

    static BundleFiles open(Path folderOrZip, int maxEntries) throws IOException {
        if (!Files.exists(folderOrZip)) {
            throw new NoSuchFileException(folderOrZip.toString());
        }
        return Files.isDirectory(folderOrZip) ? new Folder(folderOrZip) : new Zip(folderOrZip, maxEntries);
    }

    /** Opens a file of the bundle; null if it is missing. */
    abstract @Nullable InputStream stream(String name) throws IOException;

    byte[] bytes(String name, int limit) throws IOException {
        requireInside(name);
        try (InputStream in = stream(name)) {
            if (in == null) {
                throw new SignModelException("there is no file '" + name + "' in the bundle");
            }
            byte[] content = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new SignModelException("'" + name + "' is larger than " + limit + " bytes");
            }
            return content;
        }
    }

    String text(String name, int limit) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(name, limit)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SignModelException("'" + name + "' is not UTF-8 text", e);
        }
    }

    private static void requireInside(String name) {
        List<String> parts = List.of(name.split("/", -1));
        if (parts.size() > MAX_DEPTH
                || !parts.stream().allMatch(part -> NAME.matcher(part).matches())) {
            throw new SignModelException("'" + (name.length() > 100 ? name.substring(0, 100) + "…" : name)
                    + "' cannot be the name of a file in a bundle; names such as golden/a.f32 are");
        }
    }

    private static final class Folder extends BundleFiles {

        private final Path folder;

        Folder(Path folder) throws IOException {
            this.folder = folder.toRealPath();
        }

        @Override
        @Nullable
        InputStream stream(String name) throws IOException {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                return null;
            }
            // A link may lead outside.
            if (!file.toRealPath().startsWith(folder)) {
                throw new SignModelException("'" + name + "' is a link to a file outside of the bundle");
            }
            return Files.newInputStream(file);
        }

        @Override
        public void close() {}
    }

    private static final class Zip extends BundleFiles {

        private final ZipFile zip;

        Zip(Path file, int maxEntries) throws IOException {
            if (!file.getFileSystem().equals(FileSystems.getDefault())) {
                throw new SignModelException("a zip can be read from the default file system only");
            }
            this.zip = new ZipFile(file.toFile());
            try {
                requireSound(maxEntries);
            } catch (SignModelException | IllegalArgumentException e) {
                zip.close();
                throw e instanceof SignModelException known
                        ? known
                        : new SignModelException("the zip is damaged: " + e.getMessage(), e);
            }
        }

        private void requireSound(int maxEntries) {
            if (zip.size() > maxEntries) {
                throw new SignModelException(
                        "the zip has " + zip.size() + " entries, but at most " + maxEntries + " are read");
            }
            Set<String> names = new HashSet<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!names.add(entry.getName())) {
                    throw new SignModelException("the zip has two entries '" + entry.getName() + "'");
                }
            }
        }

        @Override
        @Nullable
        InputStream stream(String name) throws IOException {
            ZipEntry entry = zip.getEntry(name);
            return entry == null || entry.isDirectory() ? null : new CheckedEntry(zip.getInputStream(entry), entry);
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
