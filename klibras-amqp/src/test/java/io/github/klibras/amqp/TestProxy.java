package io.github.klibras.amqp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Proxy between us and the broker that can drop connections, or stall like a frozen machine. */
final class TestProxy implements AutoCloseable {

    private final URI broker;
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    private boolean frozenThere;
    private boolean frozenBack;
    private boolean refusing;

    TestProxy(String uri) throws IOException {
        broker = URI.create(uri);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String uri() {
        return "amqp://" + broker.getUserInfo() + "@127.0.0.1:" + server.getLocalPort();
    }

    /** Drops all connections. */
    void cut() {
        List<Socket> all;
        synchronized (this) {
            all = List.copyOf(sockets);
            sockets.clear();
        }
        all.forEach(TestProxy::close);
    }

    /** Drops all connections, and accepts none until {@link #comeBack}. */
    synchronized void goAway() {
        refusing = true;
        cut();
    }

    synchronized void comeBack() {
        refusing = false;
    }

    /** Nothing passes in either direction, and connections stay open. */
    synchronized void freeze() {
        frozenThere = true;
        frozenBack = true;
    }

    /** Our data reaches the broker; its answers do not reach us. */
    synchronized void freezeAnswers() {
        frozenBack = true;
    }

    synchronized void thaw() {
        frozenThere = false;
        frozenBack = false;
        notifyAll();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                if (admit(client)) {
                    Socket other = new Socket(broker.getHost(), broker.getPort());
                    admit(other);
                    start(() -> pump(client, other, true));
                    start(() -> pump(other, client, false));
                }
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private synchronized boolean admit(Socket socket) {
        if (refusing) {
            close(socket);
            return false;
        }
        sockets.add(socket);
        return true;
    }

    private void pump(Socket from, Socket to, boolean there) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitThaw(there);
                out.write(buffer, 0, count);
            }
        } catch (IOException | InterruptedException e) {
            // Cut.
            return;
        } finally {
            close(from);
            close(to);
        }
    }

    private synchronized void awaitThaw(boolean there) throws InterruptedException {
        while (there ? frozenThere : frozenBack) {
            wait();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        thaw();
        cut();
    }
}
