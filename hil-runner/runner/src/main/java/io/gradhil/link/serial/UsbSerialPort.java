package io.gradhil.link.serial;

import org.apiguardian.api.API;

/**
 * A serial port of a USB device, as the operating system names it.
 *
 * @param path what to open: {@code /dev/ttyACM0}, {@code /dev/cu.usbmodem1103}, {@code COM3}
 * @param vendorId USB vendor id
 * @param productId USB product id
 * @param serialNumber the device's serial number, potentially empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record UsbSerialPort(String path, int vendorId, int productId, String serialNumber) {}
