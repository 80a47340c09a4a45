package io.gradhil.virtual.bus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The memory map of the chip, outside the core: which address belongs to whom (RM0383 section 2.3). What is mapped nowhere answers
 * with a bus error. The private peripheral bus (0xE0000000 to 0xE00FFFFF) and bit-band aliases belong to the core, not to this
 * map: DMA does not see them.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Bus {
    private static final int FOUND = 128;

    private Region[] regions = {};
    /** What was found lately, by bits of the address. */
    private final @Nullable Region[] found = new Region[FOUND];

    private Runnable remapped = () -> {};

    /**
     * A range of addresses.
     *
     * @param name as in the reference manual
     * @param base first address
     * @param size in bytes
     * @param reads answers reads
     * @param writes takes writes; null if {@code reads} does
     * @param memory {@code reads} if that is plain memory, from which code can be executed; null otherwise
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Region(
            String name,
            int base,
            int size,
            Device reads,
            @Nullable Device writes,
            @Nullable Memory memory) {
        /** Tells whether an access of {@code width} bytes at {@code address} lies within. */
        public boolean contains(int address, int width) {
            int offset = address - base;
            return Integer.compareUnsigned(offset, size) < 0 && Integer.compareUnsigned(offset + width, size) <= 0;
        }

        /** Tells whether the core may write here without asking anyone. */
        public boolean isPlainWritable() {
            return memory != null && writes == null;
        }
    }

    /** Maps registers. */
    public void map(String name, int base, int size, Device device) {
        add(new Region(name, base, size, device, null, null));
    }

    /** Maps memory that can be read, written and executed. Mapping the same memory twice gives an alias. */
    public void mapRam(String name, int base, Memory memory) {
        add(new Region(name, base, memory.size(), memory, null, memory));
    }

    /**
     * Maps memory that is read and executed directly while writes go to {@code writes}: the flash and its controller. Offsets given to
     * {@code writes} count from {@code base}, so one device can serve the alias at 0 as well.
     */
    public void mapRom(String name, int base, Memory memory, Device writes) {
        add(new Region(name, base, memory.size(), memory, writes, memory));
    }

    /** Takes the region that begins at {@code base} out of the map, so that another can take its place (SYSCFG_MEMRMP). */
    public void unmap(int base) {
        regions = Arrays.stream(regions).filter(region -> region.base != base).toArray(Region[]::new);
        Arrays.fill(found, null);
        remapped.run();
    }

    /** Returns who answers at {@code address}, or null. */
    public @Nullable Region find(int address) {
        int place = (address >>> 10 ^ address >>> 24) & FOUND - 1;
        Region known = found[place];
        if (known == null || !known.contains(address, 1)) {
            known = search(address);
            found[place] = known;
        }
        return known;
    }

    private @Nullable Region search(int address) {
        int low = 0;
        int high = regions.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Region region = regions[middle];
            if (region.contains(address, 1)) {
                return region;
            }
            if (Integer.compareUnsigned(region.base, address) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /**
     * Reads as a bus master does.
     *
     * @param address a multiple of {@code width}
     * @param width 1, 2 or 4
     * @return the value, zero-extended
     * @throws BusFaultException if nothing is mapped there, or what is mapped says so
     */
    public int read(int address, int width) {
        Region region = find(address);
        if (region == null) {
            throw nothingAt(address);
        }
        return region.reads.read(address - region.base, width);
    }

    /** Writes; parameters as for {@link #read}. */
    public void write(int address, int width, int value) {
        Region region = find(address);
        if (region == null) {
            throw nothingAt(address);
        }
        Device device = region.writes == null ? region.reads : region.writes;
        device.write(address - region.base, width, value);
    }

    /** Returns all regions by address. */
    public List<Region> regions() {
        return List.of(regions);
    }

    /** Names who is told when the map changes; at most one, the core. */
    public void onRemap(Runnable action) {
        remapped = action;
    }

    private void add(Region region) {
        for (Region other : regions) {
            if (other.contains(region.base, 1) || region.contains(other.base, 1)) {
                throw new IllegalArgumentException(region.name + " and " + other.name + " overlap");
            }
        }
        List<Region> all = new ArrayList<>(Arrays.asList(regions));
        all.add(region);
        all.sort(Comparator.comparingLong(r -> Integer.toUnsignedLong(r.base)));
        regions = all.toArray(Region[]::new);
        remapped.run();
    }

    private static BusFaultException nothingAt(int address) {
        return new BusFaultException(String.format(Locale.ROOT, "nothing is mapped at 0x%08X", address));
    }
}
