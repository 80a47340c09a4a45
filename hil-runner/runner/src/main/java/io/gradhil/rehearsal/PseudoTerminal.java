package io.gradhil.rehearsal;

import static io.gradhil.rehearsal.LibC.C;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.gradhil.core.PseudoTerminalException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * A pair of terminals: this end, and a file that a program opens as it opens {@code /dev/ttyACM0}. It is raw from the beginning. What was sent to a program
 * that has closed the file is lost, as with a USB device. Reading and writing are for one thread each.
 */
final class PseudoTerminal implements AutoCloseable {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");
    private static final int NAME_BYTES = 64;

    /** struct termios2: four words of flags, the line discipline, 19 control characters, two rates. */
    private static final int TERMIOS_BYTES = 44;

    private static final int C_CFLAG = 8;
    private static final int C_VMIN = 16 + 1 + 6;
    private static final int C_ISPEED = 36;
    private static final int C_OSPEED = 40;
    private static final int CS8_CREAD_CLOCAL_B115200 = 0x1002 | 0x30 | 0x80 | 0x800;
    private static final int DEFAULT_BAUD = 115_200;

    private final int fd;
    private final Path path;
    private boolean open = true;

    private PseudoTerminal(int fd, Path path) {
        this.fd = fd;
        this.path = path;
    }

    /**
     * Makes a pair.
     *
     * @throws PseudoTerminalException if this machine cannot
     */
    static PseudoTerminal open() {
        requireLinux(System.getProperty("os.name"), System.getProperty("os.arch"));
        int fd = C.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        require(fd >= 0, "posix_openpt");
        byte[] name = new byte[NAME_BYTES];
        try {
            require(C.grantpt(fd) == 0, "grantpt");
            require(C.unlockpt(fd) == 0, "unlockpt");
            require(C.ptsname_r(fd, name, new NativeLong(NAME_BYTES)) == 0, "ptsname_r");
            PseudoTerminal terminal = new PseudoTerminal(fd, Path.of(Native.toString(name)));
            terminal.makeRaw();
            terminal.forgetInput();
            return terminal;
        } catch (RuntimeException e) {
            C.close(fd);
            throw e;
        }
    }

    /** Checks that this code knows the system. */
    static void requireLinux(String system, String architecture) {
        if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture)) {
            throw new PseudoTerminalException(
                    "this is " + system + " on " + architecture
                            + "; pseudo-terminals are made on Linux, amd64 or aarch64",
                    "rehearse on such a machine, or test with -Dhil.board=virtual, which needs no serial port");
        }
    }

    private static void require(boolean done, String call) {
        if (!done) {
            throw new PseudoTerminalException(
                    call + " failed with errno " + Native.getLastError(),
                    "see that /dev/ptmx can be opened and that /dev/pts is mounted");
        }
    }

    private void makeRaw() {
        byte[] termios = new byte[TERMIOS_BYTES];
        ByteBuffer fields = ByteBuffer.wrap(termios).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(C_CFLAG, CS8_CREAD_CLOCAL_B115200);
        fields.put(C_VMIN, (byte) 1);
        fields.putInt(C_ISPEED, DEFAULT_BAUD).putInt(C_OSPEED, DEFAULT_BAUD);
        require(C.ioctl(fd, new NativeLong(LibC.TCSETS2, true), (Object) termios) == 0, "TCSETS2");
    }

    /** Opens and closes the other end, so that this one knows it to be closed, and discards what nobody has read. */
    private void forgetInput() {
        int other = C.open(path.toString(), LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        if (other >= 0) {
            C.ioctl(other, new NativeLong(LibC.TCFLSH), LibC.TCIFLUSH);
            C.close(other);
        }
    }

    /** Returns the file that a program opens. */
    Path path() {
        return path;
    }

    /** Returns the rate that the program has set, in bits a second; 0 if it has hung up. */
    int baud() {
        byte[] termios = new byte[TERMIOS_BYTES];
        require(C.ioctl(fd, new NativeLong(LibC.TCGETS2, true), (Object) termios) == 0, "TCGETS2");
        return ByteBuffer.wrap(termios).order(ByteOrder.LITTLE_ENDIAN).getInt(C_OSPEED);
    }

    /**
     * Waits until something can be read, at most a while; returns at once if no program has the file open.
     *
     * @return whether a program has it open
     */
    boolean awaitInput(int millis) {
        return (poll(LibC.POLLIN, millis) & LibC.POLLHUP) == 0;
    }

    /** Returns what the program has written, potentially empty; does not wait. */
    byte[] read() {
        byte[] buffer = new byte[4096];
        int count = C.read(fd, buffer, new NativeLong(buffer.length)).intValue();
        return Arrays.copyOf(buffer, Math.max(0, count));
    }

    /** Writes what the other end has room for; returns how many bytes that were. */
    int write(byte[] bytes, int millis) {
        int events = poll(LibC.POLLOUT, millis);
        if ((events & LibC.POLLHUP) != 0) {
            return bytes.length;
        }
        return Math.max(0, C.write(fd, bytes, new NativeLong(bytes.length)).intValue());
    }

    private int poll(short events, int millis) {
        ByteBuffer entry = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        entry.putInt(0, fd).putShort(4, events);
        C.poll(entry.array(), new NativeLong(1), millis);
        return entry.getShort(6);
    }

    /** The program has closed the file: what it has not read is not for the next one. */
    void hungUp() {
        forgetInput();
    }

    /** The file vanishes; who has it open reads its end. */
    @Override
    public void close() {
        if (open) {
            open = false;
            C.close(fd);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "pseudo-terminal %s", path);
    }
}
