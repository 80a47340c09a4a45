package io.gradhil.link.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Says who may open a port. */
final class SerialPermissions {
    private SerialPermissions() {}

    static String describe(String path) {
        try {
            Path device = Path.of(path).toRealPath();
            PosixFileAttributes attributes = Files.readAttributes(device, PosixFileAttributes.class);
            return device + " is " + PosixFilePermissions.toString(attributes.permissions()) + ", owner "
                    + attributes.owner().getName() + ", group "
                    + attributes.group().getName() + "; this user is "
                    + System.getProperty("user.name");
        } catch (IOException | UnsupportedOperationException unknown) {
            return "";
        }
    }
}
