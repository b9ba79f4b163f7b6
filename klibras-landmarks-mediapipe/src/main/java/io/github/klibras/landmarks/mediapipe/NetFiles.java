package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.model.ModelUnavailableException;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A set of nets that were read together. Immutable. */
final class NetFiles implements AutoCloseable {

    private final Map<NetKind, NetFile> files;

    private NetFiles(Map<NetKind, NetFile> files) {
        this.files = files;
    }

    /**
     * Reads nets.
     *
     * @throws ModelUnavailableException if one is missing, unreadable, damaged, or not the expected net
     */
    static NetFiles read(NetSource source, List<NetKind> kinds) {
        Map<NetKind, NetFile> files = new EnumMap<>(NetKind.class);
        try {
            kinds.forEach(kind -> files.put(kind, source.read(kind)));
            return new NetFiles(files);
        } catch (RuntimeException | Error e) {
            files.values().forEach(NetFile::close);
            throw e;
        }
    }

    NetFile get(NetKind kind) {
        return Objects.requireNonNull(files.get(kind));
    }

    @Override
    public void close() {
        files.values().forEach(NetFile::close);
    }
}
