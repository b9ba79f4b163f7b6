package io.github.klibras.keras;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The zip that a {@code .keras} file is. Entries are read up to a limit, whatever sizes the zip claims. */
final class KerasArchive implements Closeable {

    /** A model has three entries, and one for each asset. */
    private static final int MAX_ENTRIES = 1000;

    private static final int MAX_JSON_BYTES = 16 << 20;

    private final ZipFile zip;

    KerasArchive(Path file) throws IOException {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            throw new KerasModelException(".keras files can be read from the default file system only");
        }
        zip = new ZipFile(file.toFile());
    }

    void requireFewEntries() {
        if (zip.size() > MAX_ENTRIES) {
            throw new KerasModelException(
                    "the zip has " + zip.size() + " entries, but at most " + MAX_ENTRIES + " are read");
        }
    }

    String text(String name) throws IOException {
        return new String(bytes(name, MAX_JSON_BYTES), StandardCharsets.UTF_8);
    }

    byte[] bytes(String name, int limit) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new KerasModelException("the zip has no entry '" + name + "', so it is not a .keras file");
        }
        try (InputStream raw = zip.getInputStream(entry);
                CheckedInputStream in = new CheckedInputStream(raw, new CRC32())) {
            byte[] content = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new KerasModelException("'" + name + "' is larger than " + limit + " bytes");
            }
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new KerasModelException("'" + name + "' is damaged: its checksum does not match");
            }
            return content;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
