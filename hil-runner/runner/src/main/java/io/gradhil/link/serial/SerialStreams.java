package io.gradhil.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** An open port as a pair of streams; closing it lets a read that waits come back first. */
final class SerialStreams implements Closeable {
    private final SerialPort port;

    /** Held while a read waits in the operating system: the port's number may be another file's as soon as it is closed. */
    private final Lock reading = new ReentrantLock();

    private volatile boolean closed;

    SerialStreams(SerialPort port) {
        this.port = port;
    }

    InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("read one byte");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                while (!closed) {
                    int count = receive(into, offset, length);
                    if (count < 0) {
                        throw new IOException("The port is gone");
                    }
                    if (count > 0) {
                        return count;
                    }
                }
                return -1;
            }
        };
    }

    private int receive(byte[] into, int offset, int length) {
        reading.lock();
        try {
            return closed ? 0 : port.readBytes(into, length, offset);
        } finally {
            reading.unlock();
        }
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int sent = 0;
                while (sent < length) {
                    int count = closed ? -1 : port.writeBytes(bytes, length - sent, offset + sent);
                    if (count <= 0) {
                        throw new IOException("The port is gone");
                    }
                    sent += count;
                }
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        reading.lock();
        try {
            port.closePort();
        } finally {
            reading.unlock();
        }
    }
}
