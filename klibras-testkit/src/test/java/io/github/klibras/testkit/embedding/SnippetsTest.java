package io.github.klibras.testkit.embedding;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the documents in step: each Java block that follows a line {@code <!-- snippet: name -->} equals the lines
 * between {@code // snippet name} and {@code // end} in some compiled test source of the project.
 */
class SnippetsTest {

    private static final Pattern BLOCK = Pattern.compile(
            "(?:^<!-- snippet: ([a-z0-9-]+) -->\\R+)?^```java\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("^ *// snippet ([a-z0-9-]+)\\R(.*?)^ *// end$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void theSnippetsOfTheEmbeddingGuideAreCompiledAndTested() {
        assertThat(blocks("docs/embedding.md", true)).isGreaterThan(5);
    }

    @Test
    void theNamedSnippetsOfTheMessagingGuideAreCompiledAndTested() {
        assertThat(blocks("docs/messaging.md", false)).isEqualTo(3);
    }

    @Test
    void theNamedSnippetsOfTheDatabaseGuideAreCompiledAndTested() {
        assertThat(blocks("docs/database.md", false)).isEqualTo(1);
    }

    @Test
    void theNamedSnippetsOfTheLandmarkGuideAreCompiledAndTested() {
        assertThat(blocks("docs/landmarks.md", false)).isEqualTo(4);
    }

    private static int blocks(String document, boolean allNamed) {
        Map<String, String> compiled = regions();
        int blocks = 0;
        Matcher block = BLOCK.matcher(read(root().resolve(document)));
        while (block.find()) {
            if (block.group(1) == null) {
                assertThat(allNamed)
                        .as("the name of this block:%n%s", block.group(2))
                        .isFalse();
                continue;
            }
            blocks++;
            assertThat(compiled).as("snippets in test sources").containsKey(block.group(1));
            assertThat(block.group(2).stripTrailing())
                    .as("snippet %s", block.group(1))
                    .isEqualTo(compiled.get(block.group(1)));
        }
        return blocks;
    }

    private static Map<String, String> regions() {
        Map<String, String> regions = new LinkedHashMap<>();
        for (Path source : sources()) {
            Matcher region = REGION.matcher(read(source));
            while (region.find()) {
                String before = regions.put(
                        region.group(1), region.group(2).stripTrailing().stripIndent());
                assertThat(before).as("another snippet %s", region.group(1)).isNull();
            }
        }
        return regions;
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.find(root(), Integer.MAX_VALUE, SnippetsTest::isTestSource)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTestSource(Path file, BasicFileAttributes attributes) {
        return file.toString().endsWith(".java")
                && root().relativize(file).toString().contains("src/test/java");
    }

    /** Returns the root of the project: the tests of a module run in its folder. */
    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
