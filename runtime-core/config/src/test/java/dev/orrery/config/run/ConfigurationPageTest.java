package dev.orrery.config.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/configuration.md} true; {@code -Dorrery.docs.write=true} writes it. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../../docs/configuration.md");

  private static final String INTRO =
      """
      # Configuration

      Settings of `./orrery run`, generated from the records that hold them. Everything is checked
      before anything starts, and every problem is told at once, with file, line, key, value and rule;
      the command then ends with exit code 3.

      - **Where**: a YAML file given with `--config`; without one, `examples/orrery.yaml` is used.
      - **Order**: a flag wins over an environment variable, that over the file, that over the default.
        `./orrery config show` prints each value with where it came from.
      - **Environment**: a key in capitals, words and levels joined by `_`, after `ORRERY_`:
        `broker.paper.startingCash` is `ORRERY_BROKER_PAPER_STARTING_CASH`. Lists are separated by
        commas. Entries under a name of your own can be changed this way, not added.
      - **Durations** have a unit: `500ms`, `30s`, `5m`, `2h`, `7d`. **Money** too: `500 USD`, `500 USDC`.
        **Ratios** are parts of one: `0.0005`, `0.05%` and `5bp` are the same.
      - **Secrets** are references, `${env:NAME}`; one written out is refused, and none is ever printed.
      - **Clock** says which time a setting runs on: the *timeline* of the market (in a paced replay, faster
        than real time), the *process*, or the *database* server.
      - Anchors, aliases and tags of YAML are not read.

      """;

  @Test
  void pageIsWhatTheRecordsSay() throws IOException {
    String page = INTRO + ConfigReference.page(RunConfig.class).stripTrailing() + "\n";
    if (Boolean.getBoolean("orrery.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/configuration.md; write it with -Dorrery.docs.write=true")
        .isEqualTo(page);
  }
}
