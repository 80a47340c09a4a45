package io.gradhil.junit;

import io.gradhil.rehearsal.Bench;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Opens a bench for the tests of this JVM if the system property {@value #PROPERTY} says how many boards it is to have: the board {@code nucleo} is then found on
 * it.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RehearsalListener implements LauncherSessionListener {
    /** System property: the number of boards; without it nothing happens. */
    static final String PROPERTY = "hil.rehearsal";

    private @Nullable Bench bench;

    /** Creates the listener; called by the service loader. */
    public RehearsalListener() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Integer boards = Integer.getInteger(PROPERTY);
        if (boards != null) {
            bench = Bench.open(boards);
            bench.properties().forEach(System::setProperty);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (bench != null) {
            bench.properties().keySet().forEach(System::clearProperty);
            bench.close();
            bench = null;
        }
    }
}
