package io.gradhil.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that stands for a board: locked by its holder, readable by everyone.
 *
 * <p>Folder and file can be written by all users of the machine. An existing file is opened without {@code O_CREAT}: Linux refuses that
 * on another user's file in a folder such as this one ({@code fs.protected_regular}). The lock is one of the process
 * and is lost when <em>any</em> channel on the file is closed, so this process opens it once only.
 */
final class LeaseFile {
    private static final String FOLDER_PROPERTY = "hil.lease.dir";

    /** Beyond the text: Windows does not let others read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path path;
    private @Nullable FileChannel channel;

    private LeaseFile(Path path) {
        this.path = path;
    }

    static LeaseFile of(String board) {
        Path folder = Path.of(System.getProperty(
                FOLDER_PROPERTY,
                Path.of(System.getProperty("java.io.tmpdir"), "gradhil-leases").toString()));
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                allow(folder, "rwxrwxrwx");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of the leases cannot be made: " + folder, e);
        }
        return new LeaseFile(folder.resolve(board.replaceAll("[^A-Za-z0-9_.-]", "_") + ".lease"));
    }

    private static void allow(Path path, String permissions) throws IOException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (UnsupportedOperationException notPosix) {
            // Windows: what is in the folder for temporary files is the user's own.
        }
    }

    Path path() {
        return path;
    }

    /** Locks the file unless another process has. */
    boolean tryLock() {
        try {
            FileChannel opened = open();
            if (opened.tryLock(LOCKED_BYTE, 1, false) == null) {
                opened.close();
                return false;
            }
            channel = opened;
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("The lease cannot be locked: " + path, e);
        }
    }

    private FileChannel open() throws IOException {
        while (true) {
            try {
                return FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                create();
            }
        }
    }

    private void create() throws IOException {
        try {
            Files.createFile(path);
            allow(path, "rw-rw-rw-");
        } catch (FileAlreadyExistsException createdMeanwhile) {
            // By another process that wants the same board.
        }
    }

    /** Returns what the holder has noted; empty if there is none, or the last one has released the board. */
    String text() {
        try {
            return channel == null ? Files.readString(path).strip() : locked(channel);
        } catch (NoSuchFileException nobodyYet) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("The lease cannot be read: " + path, e);
        }
    }

    private static String locked(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    /** Returns what another process has noted that holds the lock; only for a process that does not hold it. */
    Optional<String> holder() {
        try (FileChannel opened =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return opened.tryLock(LOCKED_BYTE, 1, false) == null ? Optional.of(text()) : Optional.empty();
        } catch (NoSuchFileException nobodyYet) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The lease cannot be read: " + path, e);
        }
    }

    /** Notes who holds the board, and returns the note. */
    String write(String why) {
        String who = "in use by " + System.getProperty("user.name") + ", process "
                + ProcessHandle.current().pid();
        try {
            put(who);
            String note = who + ", since " + lastModified() + "\nfor " + why;
            put(note);
            return note;
        } catch (IOException e) {
            throw new UncheckedIOException("The lease cannot be written: " + path, e);
        }
    }

    private String lastModified() throws IOException {
        return Files.getLastModifiedTime(path)
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private void put(String note) throws IOException {
        FileChannel file = Objects.requireNonNull(channel, "not locked");
        file.truncate(0);
        file.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Empties the note and lets the next one have the board. */
    void unlock() {
        try (FileChannel closing = Objects.requireNonNull(channel, "not locked")) {
            closing.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException("The lease cannot be released: " + path, e);
        }
    }
}
