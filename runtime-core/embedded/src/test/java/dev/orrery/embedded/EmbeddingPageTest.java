package dev.orrery.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page shows is what is compiled here. */
class EmbeddingPageTest {
  private static final Path PAGE = Path.of("../../docs/embedding.md");
  private static final Path SOURCE = Path.of("src/test/java/dev/orrery/embedded/Excerpts.java");
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
    Map<String, String> compiled = new TreeMap<>();
    Matcher region = REGION.matcher(Files.readString(SOURCE));
    while (region.find()) {
      compiled.put(region.group(1), region.group(2).stripTrailing().stripIndent().strip());
    }
    assertThat(shown).isEqualTo(compiled);
  }
}
