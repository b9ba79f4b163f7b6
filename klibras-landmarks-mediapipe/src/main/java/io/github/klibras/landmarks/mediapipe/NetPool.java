package io.github.klibras.landmarks.mediapipe;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/** Net files with a pool of idle net groups made from them, as making one takes as long as a frame. */
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

    /** Checks that nets can be made from the files, and keeps them. */
    void check() {
        giveBack(take());
    }

    /** Returns a group to the pool. The last one used is the next to be taken, since its memory is warm. */
    void giveBack(NetGroup group) {
        group.forget();
        idle.addFirst(group);
    }

    /** Closes all groups and files; none may be in use. */
    @Override
    public void close() {
        idle.forEach(NetGroup::close);
        files.close();
    }
}
