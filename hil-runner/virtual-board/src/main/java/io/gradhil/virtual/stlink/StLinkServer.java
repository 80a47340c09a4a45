package io.gradhil.virtual.stlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apiguardian.api.API;

/**
 * Offers ST-LINKs on a TCP port of this machine in the protocol of ST's stlink-server, which OpenOCD speaks:
 *
 * <pre>{@code
 * openocd -f interface/stlink.cfg -c "hla_stlink_backend tcp 7184" -c "transport select hla_swd" -f target/stm32f4x.cfg ...
 * }</pre>
 *
 * <p>Several clients may be connected, each with a probe of its own. Closing ends their connections; the boards are not closed.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StLinkServer implements AutoCloseable {
    /** The port that ST's server listens on. */
    public static final int DEFAULT_PORT = 7184;

    private final ServerSocket listener;
    private final List<StLink> probes = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger clients = new AtomicInteger();
    private final Thread acceptor;

    /** Listens on a free port. */
    public StLinkServer() {
        this(0);
    }

    /** Listens on a port, 0 for a free one. */
    public StLinkServer(int port) {
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, e);
        }
        acceptor = start(this::accept, "ST-LINK server on port " + port());
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Returns the port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Offers one more probe, as long as it is plugged in. */
    public void add(StLink probe) {
        probes.add(probe);
    }

    /** Returns the probes that are plugged in. */
    List<StLink> plugged() {
        return probes.stream().filter(StLink::isPlugged).toList();
    }

    /** Returns all probes. */
    List<StLink> probes() {
        return probes;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                int client = clients.incrementAndGet();
                start(() -> serve(socket, client), "ST-LINK client " + client);
            } catch (IOException e) {
                // closed, or the client has gone again; the loop's condition tells which
            }
        }
    }

    private void serve(Socket socket, int client) {
        try (socket;
                Connection connection = new Connection(this, socket, client)) {
            connection.serve();
        } catch (IOException e) {
            // the client has gone, which is how most of them say goodbye
        } finally {
            connections.remove(socket);
        }
    }

    /** Ends all connections and frees the port. */
    @Override
    public void close() {
        closeQuietly(listener);
        try {
            acceptor.join(); // the port is free, and the last connection known, when nobody waits in accept() any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(StLinkServer::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("A socket could not be closed", e);
        }
    }
}
