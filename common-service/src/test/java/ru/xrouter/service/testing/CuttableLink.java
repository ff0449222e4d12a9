package ru.xrouter.service.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP link to a server that a test can cut and mend: while it is cut, every connection is closed at once. */
public final class CuttableLink implements Closeable {
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public CuttableLink(String host, int port) {
        try {
            target = new InetSocketAddress(host, port);
            listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("cuttable-link").start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public void cut() {
        cut = true;
        open.forEach(CuttableLink::closeQuietly);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(CuttableLink::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                relay(listener.accept());
            } catch (IOException _) {
                // The listener was closed, or the target is not there: the caller sees a closed connection.
            }
        }
    }

    private void relay(Socket near) throws IOException {
        var far = new Socket();
        open.add(near);
        open.add(far);
        if (cut) {
            end(near, far);
            return;
        }
        try {
            far.connect(target);
        } catch (IOException e) {
            end(near, far);
            throw e;
        }
        copy(near, far);
        copy(far, near);
    }

    private void copy(Socket from, Socket to) {
        Thread.ofVirtual().name("cuttable-link-copy").start(() -> {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException _) {
                // One side has gone: so shall the other.
            } finally {
                end(from, to);
            }
        });
    }

    private void end(Socket one, Socket other) {
        closeQuietly(one);
        closeQuietly(other);
        open.remove(one);
        open.remove(other);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed either way.
        }
    }
}
