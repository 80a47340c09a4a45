package io.gradhil.core;

import org.apiguardian.api.API;

/**
 * What a firmware is, as far as a host has to know.
 *
 * @param protocolVersion version of the wire protocol that it speaks
 * @param buildId the sources that it was built from
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record FirmwareId(int protocolVersion, BuildId buildId) {
    @Override
    public String toString() {
        return "protocol version " + protocolVersion + ", build id " + buildId;
    }
}
