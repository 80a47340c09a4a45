package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import org.junit.jupiter.api.Test;

class DeviceSignatureTests {
    private final DeviceSignature signature = new DeviceSignature(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});

    @Test
    void the_unique_ID_and_the_flash_size_are_where_the_manual_says() {
        assertThat(signature.read(0x7A10, 4)).isEqualTo(0x04030201);
        assertThat(signature.read(0x7A18, 4)).isEqualTo(0x0C0B0A09);
        assertThat(signature.read(0x7A22, 2)).isEqualTo(512);
    }

    @Test
    void the_OTP_area_is_blank() {
        assertThat(signature.read(0x7800, 4)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void the_boot_loader_is_not_there() {
        assertThatThrownBy(() -> signature.read(0, 4))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessage("System memory is not modelled: read of 0x1FFF0000");
    }

    @Test
    void it_cannot_be_written() {
        assertThatThrownBy(() -> signature.write(0x7A10, 4, 0)).isInstanceOf(BusFaultException.class);
    }

    @Test
    void DBGMCU_says_STM32F411() {
        assertThat(Bench.read(new Dbgmcu(), 0)).isEqualTo(0x10006431);
    }

    @Test
    void DBGMCU_freezes_what_its_bits_say() {
        Dbgmcu dbgmcu = new Dbgmcu();

        Bench.write(dbgmcu, 8, 1 << 12 | 1);

        assertThat(dbgmcu.freezes(Dbgmcu.Freeze.IWDG)).isTrue();
        assertThat(dbgmcu.freezes(Dbgmcu.Freeze.TIM2)).isTrue();
        assertThat(dbgmcu.freezes(Dbgmcu.Freeze.WWDG)).isFalse();
    }
}
