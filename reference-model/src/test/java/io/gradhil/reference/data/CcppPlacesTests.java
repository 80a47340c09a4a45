package io.gradhil.reference.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CcppPlacesTests {

    private static final Path WORK = Path.of("/a/b/c");

    @Test
    void cache_is_where_xdg_says() {
        assertThat(places(Map.of("XDG_CACHE_HOME", "/xdg")).cache()).isEqualTo(Path.of("/xdg/gradhil/ccpp.csv"));
    }

    @Test
    void cache_is_in_the_home_directory_by_default() {
        assertThat(places(Map.of(), "user.home", "/home/u").cache())
                .isEqualTo(Path.of("/home/u/.cache/gradhil/ccpp.csv"));
    }

    @Test
    void cache_on_windows_is_in_local_app_data() {
        assertThat(places(Map.of("LOCALAPPDATA", "/local", "XDG_CACHE_HOME", "/xdg"), "os.name", "Windows 11")
                        .cache())
                .isEqualTo(Path.of("/local/gradhil/ccpp.csv"));
    }

    @Test
    void shared_file_is_beside_the_project_root() {
        assertThat(places(Map.of(), "gradhil.root", "/x/project").shared())
                .containsExactly(Path.of("/x/shared/ccpp/ccpp.csv"));
    }

    @Test
    void without_a_project_root_it_is_beside_the_working_directory_or_a_parent_of_it() {
        assertThat(places(Map.of()).shared())
                .containsExactly(
                        Path.of("/a/b/shared/ccpp/ccpp.csv"),
                        Path.of("/a/shared/ccpp/ccpp.csv"),
                        Path.of("/shared/ccpp/ccpp.csv"),
                        Path.of("/shared/ccpp/ccpp.csv"));
    }

    @Test
    void a_blank_property_names_no_file() {
        assertThat(places(Map.of(), "hil.ccpp", " ").explicit()).isEmpty();
    }

    private static CcppPlaces places(Map<String, String> environment, String... properties) {
        Properties all = new Properties();
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return CcppPlaces.of(all, environment, WORK);
    }
}
