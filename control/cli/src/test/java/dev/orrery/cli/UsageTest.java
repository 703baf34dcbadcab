package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is told in a line each, with the exit code for it. */
class UsageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          decison                 | orrery: unknown verb 'decison': did you mean decision? (orrery --help lists the verbs)
          xyzzy                   | orrery: unknown verb 'xyzzy' (orrery --help lists the verbs)
          run --sped 3            | orrery run: unknown option --sped: did you mean --speed? (orrery run --help)
          run --for 60            | orrery run: Invalid value for option '--for': '60' is not a duration: write a whole number and ms, s, m, h or d, like 30s (orrery run --help)
          run surplus             | orrery run: unknown argument surplus (orrery run --help)
          decisions --limit many  | orrery decisions: Invalid value for option '--limit': 'many' is not a whole number (orrery decisions --help)
          decisions --limit -3    | orrery decisions: Invalid value for option '--limit': '-3' is not at least 1 (orrery decisions --help)
          decision                | orrery decision: missing ID (orrery decision --help)
          decisions --verdict falied | orrery decisions: --verdict is none: falied: did you mean failed? (orrery decisions --help)
          replay                  | orrery replay: missing ID, --since or --all (orrery replay --help)
          replay xyz              | orrery replay: 'xyz' is no id: an id is 4 to 32 of the digits 0-9 and a-f (orrery replay --help)
          replay abcd --all       | orrery replay: name one decision, or choose with --since, --all and --strategy, not both (orrery replay --help)
          replay --all --since 2024-03-01 | orrery replay: say --all or --since, not both (orrery replay --help)
          replay --all --jar x.jar --caps y.yaml | orrery replay: say --jar or --caps, not both: another jar wants other things (orrery replay --help)
          pin                     | orrery pin: missing ID (orrery pin --help)
          pin abc                 | orrery pin: 'abc' is no id: an id is 4 to 32 of the digits 0-9 and a-f (orrery pin --help)
          drift                   | orrery drift: missing NAME (orrery drift --help)
          drift grid --market hyperliquid | orrery drift: --market is no recording: hyperliquid: write replay or replay:FILE (orrery drift --help)
          drift grid --since 2024-03-01 --until 2024-03-01 | orrery drift: --since is not before --until (orrery drift --help)
          replay --since today    | orrery replay: Invalid value for option '--since': 'today' is no instant: write 2024-03-01 or 2024-03-01T06:00:00Z (orrery replay --help)
          pause                   | orrery pause: missing NAME or --all (orrery pause --help)
          pause grid --all        | orrery pause: name strategies or --all, not both (orrery pause --help)
          trigger                 | orrery trigger: missing NAME (orrery trigger --help)
          trigger grid --payload x| orrery trigger: --payload is no JSON
          plugins                 | orrery plugins: say which: inspect, list, verify (orrery plugins --help)
          plugins verify          | orrery plugins verify: missing JAR (orrery plugins verify --help)
          plugins verify x.jar --allow process | orrery plugins verify: --allow process: did you mean processes? (orrery plugins verify --help)
          plugins lst             | orrery plugins: unknown argument lst: did you mean list? (orrery plugins --help)
          db                      | orrery db: say which: backup, migrate, restore, roles, sql, status, url (orrery db --help)
          db sql                  | orrery db sql: give SQL or --file, one of them (orrery db sql --help)
          db sql x --json --csv   | orrery db sql: say --json or --csv, not both (orrery db sql --help)
          db restore              | orrery db restore: missing FILE (orrery db restore --help)
          emit                    | orrery emit: missing TOPIC (orrery emit --help)
          emit t {"a":}           | orrery emit: PAYLOAD is no JSON: line 1, column 6: Unexpected character ('}'
          emit t {"a":1}x         | orrery emit: PAYLOAD is no JSON: line 1, column 8: Unrecognized token 'x'
          emit t {"a":            | orrery emit: PAYLOAD is no JSON: line 1, column 6: Unexpected end-of-input
          emit t!                 | orrery emit: event topic 't!': must be 1 to 63 letters, digits or _ . : - (choose a name like btc-jump)
          panic --clear --status  | orrery panic: say --clear or --status, not both (orrery panic --help)
          config show --plugins   | orrery config show: missing DIR of --plugins (orrery config show --help)
          trigger grid --payload  | orrery trigger: missing JSON of --payload (orrery trigger --help)
          """)
  void aCommandLineWithoutSenseEndsWithTwo(String words, String line) {
    Captured console = Captured.plain();
    assertThat(console.run(words.split(" "))).as(words).isEqualTo(2);
    assertThat(console.err()).startsWith(line).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }

  @Test
  void everyMistakeOfAConfigurationIsTold() throws IOException {
    Path file = folder.resolve("bad.yaml");
    Path data = folder.resolve("data");
    Files.writeString(
        file,
        """
        market: { sped: 3 }
        broker: { paper: { startingCash: 10000 EUR } }
        """);
    Path taken = Files.writeString(folder.resolve("taken"), "a text");
    for (String verb : List.of("config show", "run --port 0")) {
      for (Path dataDir : List.of(data, taken)) {
        Captured console = Captured.at(bundled());
        String words = verb + " --config " + file + " --data-dir " + dataDir;
        assertThat(console.run(words.split(" "))).as(words).isEqualTo(3);
        assertThat(console.err()).contains(file + ":1").contains(file + ":2");
        assertThat(console.err().lines().filter(line -> line.contains("is a file, not a folder")))
            .hasSize(dataDir.equals(taken) ? 1 : 0);
        assertThat(console.err()).hasLineCount(dataDir.equals(taken) ? 3 : 2);
      }
    }
    assertThat(data).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run --data-dir %f/file --port 0          | 3 | data directory %f/file: is a file, not a folder (name a folder this user may write with --data-dir)
          run --data-dir %f/file/below --port 0    | 3 | data directory %f/file/below: cannot be made: %f/file is a file, not a folder (name a folder this user may write with --data-dir)
          config show --data-dir %f/file           | 3 | data directory %f/file: is a file, not a folder (name a folder this user may write with --data-dir)
          config show --market replay:%f           | 3 | %f: cannot be read: is a directory (give a CSV file this user may read)
          config show --plugins %f/file            | 3 | plugins folder %f/file: is not a folder (make it, or name another with --plugins)
          config show --broker hyperliquid         | 3 | flag --broker: broker.kind: hyperliquid trades on a live market, and market.source is replay (run with --market hyperliquid, or the URL of an exchange)
          strategies --data-dir %f/file            | 5 | data directory %f/file: is a file, not a folder (name the folder of orrery run with --data-dir)
          config show --config %f                  | 3 | %f: cannot be read: is a directory (give a file of settings this user may read)
          run --data-dir %f/d --market replay:%f   | 3 | %f: cannot be read: is a directory (give a CSV file this user may read)
          plugins inspect %f                       | 4 | plugin %n: is neither a .jar nor a .zip (give a jar with a service file)
          plugins list --plugins %f/file           | 3 | plugins folder %f/file: is not a folder (make it, or name another with --plugins)
          """)
  void aFileOfTheWrongKindIsToldInWords(String words, int code, String line) throws IOException {
    Files.writeString(folder.resolve("file"), "a text");
    Captured console = Captured.at(bundled());
    assertThat(console.run(words.replace("%f", folder.toString()).split(" "))).isEqualTo(code);
    assertThat(console.err())
        .isEqualTo(
            "orrery: "
                + line.replace("%f", folder.toString())
                    .replace("%n", folder.getFileName().toString())
                + "\n");
    assertThat(folder.resolve("d")).doesNotExist();
  }

  @Test
  void aFileThatIsMissingIsTold() {
    Captured console = Captured.plain();
    assertThat(console.run("config", "show", "--config", "no-such.yaml")).isEqualTo(3);
    assertThat(console.err()).hasLineCount(1).contains("no-such.yaml", "there is no such file");
  }

  @Test
  void configShowTellsWhereValuesComeFrom() throws IOException {
    Captured console = Captured.at(bundled());
    assertThat(console.run("config", "show", "--speed", "60", "--dev")).isZero();
    assertThat(console.out())
        .containsPattern("market\\.speed: 60 +# flag --speed")
        .containsPattern("runtime\\.decideTimeout: 5s +# default")
        .containsPattern("runtime\\.dev: true +# flag --dev")
        .containsPattern("strategies\\.grid\\.vault: paper-grid +# orrery.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "decisions",
    "strategies",
    "logs grid",
    "db status",
    "db url",
    "pause grid",
    "snapshot grid",
    "trigger grid",
    "panic",
    "emit topic",
    "decision abcdef",
    "replay abcdef",
    "replay --all",
    "replay --all --caps %c",
    "pin abcdef",
    "drift grid"
  })
  void whereNothingRanVerbsSayWhatToDo(String words) {
    Captured console = Captured.plain();
    String[] all =
        (words.replace("%c", caps()) + " --data-dir " + folder.resolve("none")).split(" ");
    assertThat(console.run(all)).as(words).isEqualTo(5);
    assertThat(console.err()).hasLineCount(1).contains("orrery run");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private String caps() {
    try {
      return Files.writeString(
              folder.resolve("caps.yaml"),
              "{maxPositionPct: 1, maxTotalExposurePct: 1, maxOrdersPerDay: 1, maxOrdersPerMinute: 1,"
                  + " maxLeverage: 1, minOrderUsd: 1, allowedSymbols: [BTC], dailyLossHaltPct: 1}")
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aJarThatIsNoneIsRefused() throws IOException {
    Path jar = Files.writeString(folder.resolve("broken.jar"), "no jar at all");
    Captured console = Captured.plain();
    assertThat(console.run("plugins", "inspect", jar.toString())).isEqualTo(4);
    assertThat(console.err()).contains("broken.jar");
    Captured list = Captured.plain();
    assertThat(list.run("plugins", "list", "--plugins", folder.toString())).isZero();
    assertThat(list.out()).contains("broken.jar", "refused");
  }

  /** A distribution's home. */
  private Path bundled() throws IOException {
    Path home = folder.resolve("home");
    if (!Files.isDirectory(home)) {
      Files.createDirectory(home);
      BundledPlugins.into(home.resolve("plugins"));
    }
    return home;
  }
}
