package io.gradhil.hardware;

import org.apiguardian.api.API;

/**
 * A debug probe that is attached, with its serial port.
 *
 * @param serialNumber the probe's serial number, as OpenOCD wants it
 * @param port the path or name of its serial port
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StLink(String serialNumber, String port) {
    @Override
    public String toString() {
        return "ST-LINK " + serialNumber + " at " + port;
    }
}
