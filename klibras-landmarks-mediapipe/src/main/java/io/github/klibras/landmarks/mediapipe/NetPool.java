package io.github.klibras.landmarks.mediapipe;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/** Net files, and the groups of nets that were made of them and are not in use: making one takes as long as a frame. */
final class NetPool implements AutoCloseable {

    private final NetFiles files;
    private final Function<NetFiles, NetGroup> maker;
    private final ConcurrentLinkedDeque<NetGroup> idle = new ConcurrentLinkedDeque<>();

    NetPool(NetFiles files, Function<NetFiles, NetGroup> maker) {
        this.files = files;
        this.maker = maker;
    }

    NetGroup take() {
        NetGroup group = idle.pollFirst();
        return group == null ? maker.apply(files) : group;
    }

    /** Finds out whether nets can be made of the files, and keeps them. */
    void check() {
        giveBack(take());
    }

    /** The last one that was used is the next one to be used: its memory is warm. */
    void giveBack(NetGroup group) {
        group.forget();
        idle.addFirst(group);
    }

    /** Closes all; none may be in use. */
    @Override
    public void close() {
        idle.forEach(NetGroup::close);
        files.close();
    }
}
