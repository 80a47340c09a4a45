package io.gradhil.core;

import org.apiguardian.api.API;

/** What a firmware image is built for. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum FirmwareTarget {
    /** The NUCLEO-F411RE and everything that executes the same ELF file. */
    F411RE("f411re", "gradhil-f411re.elf", 40),
    /** This machine: the same sources as a process, for speed and sanitizers. */
    HOST("host", "gradhil-host", -1);

    private final String preset;
    private final String file;
    private final int elfMachine;

    FirmwareTarget(String preset, String file, int elfMachine) {
        this.preset = preset;
        this.file = file;
        this.elfMachine = elfMachine;
    }

    /** Returns the CMake preset that builds it, also the folder below {@code firmware/build}. */
    public String preset() {
        return preset;
    }

    /** Returns the name of the image file. */
    public String file() {
        return file;
    }

    /** Tells whether an ELF file of this {@code e_machine} can run here; the host build is made where it runs. */
    public boolean accepts(int machine) {
        return elfMachine < 0 || elfMachine == machine;
    }
}
