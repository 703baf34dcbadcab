package dev.orrery.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide shows is what is compiled and run here. */
final class WritingAStrategyTest {
  private static final Path PAGE = Path.of("../../docs/writing-a-strategy.md");
  private static final Path SOURCES = Path.of("src/test/java/dev/orrery/testkit/docs");

  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- source: ([a-z-]+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile("// region ([a-z-]+)\n(.*?)\n *// endregion", Pattern.DOTALL);

  @Test
  void showsEveryRegionAsItIs() throws IOException {
    Map<String, String> shown = new TreeMap<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      assertThat(block.group(1)).as("source of the block %s", block.group(2)).isNotNull();
      shown.put(block.group(1), block.group(2).strip());
    }

    Map<String, String> compiled = regions();
    assertThat(shown).containsOnlyKeys(compiled.keySet());
    compiled.forEach((name, text) -> assertThat(shown.get(name)).as(name).isEqualTo(text));
  }

  @Test
  void showsThePomAndTheReadmesStrategyAsTheyAre() throws IOException {
    String pom = Files.readString(Path.of("src/test/resources/first-strategy/pom.xml")).strip();
    assertThat(Files.readString(PAGE)).contains("<!-- source: pom -->\n```xml\n" + pom + "\n```");
    String strategy = regions().getOrDefault("day-break", "");
    assertThat(Files.readString(Path.of("../../README.md")))
        .contains("```java\n" + strategy.substring(strategy.indexOf("/**")) + "\n```");
  }

  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> listed = Files.list(SOURCES)) {
      files = listed.filter(file -> !file.endsWith("WritingAStrategyTest.java")).toList();
    }
    for (Path file : files) {
      Matcher region = REGION.matcher(Files.readString(file));
      while (region.find()) {
        String text = region.group(2).stripTrailing().stripIndent().strip();
        regions.put(
            region.group(1),
            text.replace("package dev.orrery.testkit.docs;", "package com.example;"));
      }
    }
    return regions;
  }
}
