package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.link.serial.UsbSerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StLinksTests {
    @TempDir
    private Path folder;

    @Test
    void the_serial_number_is_read_out_of_the_name_of_the_port() throws IOException {
        Path v21 =
                Files.createFile(folder.resolve("usb-STMicroelectronics_STM32_STLink_066DFF485550755187121723-if02"));
        Path v3 = Files.createFile(folder.resolve("usb-STMicroelectronics_STLINK-V3_003300343137510F39383538-if02"));
        Files.createFile(folder.resolve("usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0"));
        Files.createFile(folder.resolve("usb-STMicroelectronics_STM32_Virtual_ComPort_2059-if00"));

        assertThat(StLinks.in(folder))
                .containsExactly(
                        new StLink("003300343137510F39383538", v3.toString()),
                        new StLink("066DFF485550755187121723", v21.toString()));
    }

    @Test
    void a_probe_with_two_ports_is_one_probe_with_its_first_port() throws IOException {
        Path first = Files.createFile(folder.resolve("usb-STMicroelectronics_STLINK-V3_0033-if01"));
        Files.createFile(folder.resolve("usb-STMicroelectronics_STLINK-V3_0033-if02"));

        assertThat(StLinks.in(folder)).containsExactly(new StLink("0033", first.toString()));
    }

    @Test
    void there_is_no_folder_before_the_first_port() {
        assertThat(StLinks.in(folder.resolve("by-id"))).isEmpty();
    }

    @Test
    void elsewhere_probes_are_known_by_their_usb_ids() {
        assertThat(StLinks.among(List.of(
                        new UsbSerialPort("COM3", 0x0483, 0x374B, "066DFF48"),
                        new UsbSerialPort("COM4", 0x0483, 0x3752, "066DFF49"),
                        new UsbSerialPort("COM5", 0x0483, 0x5740, "2059"),
                        new UsbSerialPort("COM6", 0x0403, 0x374B, "A50285BI"))))
                .containsExactly(new StLink("066DFF48", "COM3"), new StLink("066DFF49", "COM4"));
    }

    @Test
    void of_the_two_names_of_a_port_on_macos_the_one_that_waits_for_no_modem_is_taken() {
        assertThat(StLinks.among(List.of(
                        new UsbSerialPort("/dev/tty.usbmodem1103", 0x0483, 0x374B, "066DFF48"),
                        new UsbSerialPort("/dev/cu.usbmodem1103", 0x0483, 0x374B, "066DFF48"))))
                .containsExactly(new StLink("066DFF48", "/dev/cu.usbmodem1103"));
    }
}
