package io.github.klibras.landmarks.mediapipe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A set of nets that are prepared and closed together. */
final class NetSet implements AutoCloseable {

    private final Map<NetKind, List<Net>> nets = new EnumMap<>(NetKind.class);

    private NetSet() {}

    /** Prepares nets for one thread; if one of them fails, none stays open. */
    static NetSet open(NetFiles files, List<NetKind> kinds, int threads) {
        NetSet set = new NetSet();
        try {
            kinds.forEach(kind ->
                    set.nets.computeIfAbsent(kind, any -> new ArrayList<>()).add(new Net(files.get(kind), threads)));
            return set;
        } catch (RuntimeException | Error e) {
            set.close();
            throw e;
        }
    }

    Net get(NetKind kind) {
        return all(kind).get(0);
    }

    /** Returns all nets of a kind, as many as were requested. */
    List<Net> all(NetKind kind) {
        return Objects.requireNonNull(nets.get(kind));
    }

    @Override
    public void close() {
        nets.values().forEach(same -> same.forEach(Net::close));
    }
}
