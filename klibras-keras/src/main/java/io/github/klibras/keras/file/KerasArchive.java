package io.github.klibras.keras.file;

import io.github.klibras.keras.layer.InvalidModelException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A {@code .keras} file, which is a zip. Entries are read up to a limit, whatever sizes the zip claims. */
public final class KerasArchive {

    /** A model has three entries, plus one for each asset. */
    private static final int MAX_ENTRIES = 1000;

    private static final int MAX_JSON_BYTES = 16 << 20;

    private static final int END_RECORD_BYTES = 22;
    private static final int END_RECORD_SIGNATURE = 0x06054b50;

    private final Map<String, byte[]> entries;

    private KerasArchive(Map<String, byte[]> entries) {
        this.entries = entries;
    }

    /**
     * Reads the three entries that make up a model.
     *
     * @param weightsLimit the maximum number of bytes of the weights
     */
    public static KerasArchive read(byte[] zip, int weightsLimit) throws IOException {
        requireWhole(zip);
        Map<String, Integer> limits = Map.of(
                "metadata.json", MAX_JSON_BYTES,
                "config.json", MAX_JSON_BYTES,
                "model.weights.h5", weightsLimit);
        Map<String, byte[]> entries = new HashMap<>();
        int count = 0;
        long skipped = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (++count > MAX_ENTRIES) {
                    throw new InvalidModelException("the zip has more than " + MAX_ENTRIES + " entries");
                }
                Integer limit = limits.get(entry.getName());
                if (limit == null) {
                    skipped += skip(in, weightsLimit - skipped);
                } else if (entries.put(entry.getName(), content(in, entry.getName(), limit)) != null) {
                    throw new InvalidModelException("the zip has two entries '" + entry.getName() + "'");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidModelException("the zip is damaged: " + e.getMessage(), e);
        }
        return new KerasArchive(entries);
    }

    private static long skip(ZipInputStream in, long limit) throws IOException {
        byte[] buffer = new byte[1 << 13];
        long skipped = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            skipped += read;
            if (skipped > limit) {
                throw new InvalidModelException("the zip inflates beyond what a model may hold");
            }
        }
        return skipped;
    }

    private static byte[] content(ZipInputStream in, String name, int limit) throws IOException {
        try {
            byte[] content = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new InvalidModelException("'" + name + "' is larger than " + limit + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw new InvalidModelException("'" + name + "' is damaged: " + e.getMessage(), e);
        }
    }

    /** Refuses a file that was truncated after its entries, which reading the entries alone would not reveal. */
    private static void requireWhole(byte[] zip) {
        ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = zip.length - END_RECORD_BYTES; at >= 0 && at >= zip.length - END_RECORD_BYTES - 0xffff; at--) {
            if (buffer.getInt(at) == END_RECORD_SIGNATURE) {
                long comment = Short.toUnsignedLong(buffer.getShort(at + 20));
                if (at + END_RECORD_BYTES + comment == zip.length) {
                    return;
                }
            }
        }
        throw new InvalidModelException("the zip is truncated: it has no end record");
    }

    public String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    public byte[] bytes(String name) {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new InvalidModelException("the zip has no entry '" + name + "', so it is not a .keras file");
        }
        return content;
    }
}
