package io.gradhil.allure.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder that keeps what Allure knows of former runs: JSON files of its own. */
final class KeptHistory {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private KeptHistory() {}

    /** Moves damaged files aside and says so, each in one line. Without them a report forgets, but is made. */
    static void repair(Path folder, Consumer<String> said) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            if (isDamaged(file)) {
                Path aside = aside(file);
                Files.move(file, aside);
                said.accept("The history " + file + " is damaged: kept as " + aside.getFileName()
                        + ", the report goes on without");
            }
        }
    }

    /** The history of tests is an object, every trend is an array. */
    private static boolean isDamaged(Path file) throws IOException {
        JsonNodeType wanted = file.endsWith("history.json") ? JsonNodeType.OBJECT : JsonNodeType.ARRAY;
        try {
            JsonNode content = JSON.readTree(Files.readAllBytes(file));
            return content.getNodeType() != wanted;
        } catch (JsonProcessingException e) {
            return true;
        }
    }

    private static Path aside(Path file) {
        Path aside = file.resolveSibling(file.getFileName() + ".aside");
        for (int number = 2; Files.exists(aside); number++) {
            aside = file.resolveSibling(file.getFileName() + ".aside-" + number);
        }
        return aside;
    }
}
