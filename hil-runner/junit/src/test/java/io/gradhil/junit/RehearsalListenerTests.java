package io.gradhil.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/** A launcher of its own, which finds the listener as that of a build does. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RehearsalListenerTests {
    @AfterEach
    void forget() {
        System.clearProperty(RehearsalListener.PROPERTY);
    }

    @Test
    void without_the_property_there_is_no_bench() {
        try (LauncherSession session = LauncherFactory.openSession()) {
            assertThat(session.getLauncher()).isNotNull();
            assertThat(System.getProperty("hil.boards.dir")).isNull();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a bench needs pseudo-terminals")
    void a_session_has_the_boards_that_the_property_asks_for() {
        System.setProperty(RehearsalListener.PROPERTY, "2");
        Path boards;

        try (LauncherSession session = LauncherFactory.openSession()) {
            assertThat(session.getLauncher()).isNotNull();
            boards = Path.of(System.getProperty("hil.boards.dir"));
            assertThat(boards).isDirectoryContaining("glob:**bench2.properties");
            assertThat(Path.of(System.getProperty("hil.serial.dir"))).isNotEmptyDirectory();
        }

        assertThat(boards).doesNotExist();
        assertThat(System.getProperty("hil.boards.dir")).isNull();
    }
}
