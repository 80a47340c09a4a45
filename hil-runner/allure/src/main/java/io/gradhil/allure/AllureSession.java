package io.gradhil.allure;

import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.util.PropertiesUtils;
import java.nio.file.Path;
import java.util.Map;
import org.apiguardian.api.API;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes Allure write patiently. JUnit creates session listeners before the listeners of tests, of which Allure's takes the life cycle that
 * is set then.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class AllureSession implements LauncherSessionListener {
    /** Called by JUnit. */
    public AllureSession() {
        Path folder = folder();
        PatientWriter writer = new PatientWriter(new FileSystemResultsWriter(folder), folder, AllureSession::complain);
        Allure.setLifecycle(new AllureLifecycle(writer));
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        RunEnvironment.note(Map.of());
    }

    /** Returns where results are written, {@code allure.results.directory}. */
    static Path folder() {
        return Path.of(
                PropertiesUtils.loadAllureProperties().getProperty("allure.results.directory", "allure-results"));
    }

    static void complain(String line) {
        System.getLogger("io.gradhil.allure").log(System.Logger.Level.WARNING, line);
    }
}
