package io.gradhil.rehearsal;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/** What is used of Linux's C library, with its constants for x86-64 and AArch64. */
interface LibC extends Library {
    LibC C = Native.load("c", LibC.class);

    int O_RDWR = 2;
    int O_NOCTTY = 0x100;
    int O_NONBLOCK = 0x800;
    int O_CLOEXEC = 0x80000;
    short POLLIN = 1;
    short POLLOUT = 4;
    short POLLHUP = 16;
    int EAGAIN = 11;
    int TCGETS2 = 0x802C542A;
    int TCSETS2 = 0x402C542B;
    int TCFLSH = 0x540B;
    int TCIFLUSH = 0;

    int posix_openpt(int flags);

    int grantpt(int fd);

    int unlockpt(int fd);

    int ptsname_r(int fd, byte[] name, NativeLong size);

    int open(String path, int flags, Object... none);

    int close(int fd);

    int poll(byte[] descriptors, NativeLong count, int timeoutMillis);

    NativeLong read(int fd, byte[] buffer, NativeLong count);

    NativeLong write(int fd, byte[] buffer, NativeLong count);

    int ioctl(int fd, NativeLong request, Object... argument);
}
