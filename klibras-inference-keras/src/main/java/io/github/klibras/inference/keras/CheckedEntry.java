package io.github.klibras.inference.keras;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;

/** The content of a zip entry, whose checksum is verified at its end, which {@code ZipFile} does not do. */
final class CheckedEntry extends InputStream {

    private final CheckedInputStream in;
    private final ZipEntry entry;

    CheckedEntry(InputStream in, ZipEntry entry) {
        this.in = new CheckedInputStream(in, new CRC32());
        this.entry = entry;
    }

    @Override
    public int read() throws IOException {
        return checked(in.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return checked(in.read(buffer, offset, length));
    }

    private int checked(int read) {
        if (read < 0 && in.getChecksum().getValue() != entry.getCrc()) {
            throw new SignModelException("'" + entry.getName() + "' is damaged: its checksum does not match");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
