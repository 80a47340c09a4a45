package io.gradhil.virtual;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.peripheral.RegisterBlock;
import java.util.Locale;

/** Who is where (RM0383 2.3, table 1): the blocks that this chip has, modelled or not. Between them is nothing. */
final class MemoryMap {
    private static final int WINDOW = 0x400;

    /** Blocks without a model. What uses them ends the run. */
    private enum Unmodelled {
        RTC(0x40002800),
        I2S2EXT(0x40003400),
        SPI2(0x40003800),
        SPI3(0x40003C00),
        I2S3EXT(0x40004000),
        I2C1(0x40005400),
        I2C2(0x40005800),
        I2C3(0x40005C00),
        TIM1(0x40010000),
        ADC1(0x40012000),
        SDIO(0x40012C00),
        SPI1(0x40013000),
        SPI4(0x40013400),
        TIM9(0x40014000),
        TIM10(0x40014400),
        TIM11(0x40014800),
        SPI5(0x40015000),
        OTG_FS(0x50000000);

        private final int base;

        Unmodelled(int base) {
            this.base = base;
        }

        int bytes() {
            return this == OTG_FS ? 0x40000 : WINDOW;
        }
    }

    private MemoryMap() {}

    static void mapUnmodelled(Bus bus) {
        for (Unmodelled block : Unmodelled.values()) {
            bus.map(block.name(), block.base, block.bytes(), new Missing(block.name(), block.base));
        }
    }

    static void map(Bus bus, RegisterBlock... blocks) {
        for (RegisterBlock block : blocks) {
            bus.map(block.name(), block.base(), WINDOW, block);
        }
    }

    private record Missing(String name, int base) implements Device {
        @Override
        public int read(int offset, int bytes) {
            throw new UnmodelledAccessException(register(offset), base + offset, false, 0);
        }

        @Override
        public void write(int offset, int bytes, int value) {
            throw new UnmodelledAccessException(register(offset), base + offset, true, value);
        }

        private String register(int offset) {
            return String.format(Locale.ROOT, "%s at offset 0x%02X", name, offset);
        }
    }
}
