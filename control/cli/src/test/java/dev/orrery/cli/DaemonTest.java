package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.testing.Await;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One run of the shipped configuration, commanded and read while it is up and after it ended. */
class DaemonTest {
  private static final Set<String> PROMISED =
      Set.of(
          "id",
          "strategy",
          "vault",
          "firing",
          "trigger",
          "tick_at",
          "as_of",
          "verdict",
          "reasons",
          "latency_us",
          "cost_usd");

  @TempDir private Path folder;

  /** When it was last seen. */
  private Instant up = Instant.EPOCH;

  @Test
  void isCommandedWhileItRunsAndReadAfterwards() throws Exception {
    Path home = folder.resolve("home");
    BundledPlugins.into(home.resolve("plugins"));
    Captured feed = Captured.at(home);
    FutureTask<Integer> run =
        new FutureTask<>(() -> feed.run("run", "--data-dir", data(), "--port", "0", "--for", "1h"));
    Thread runner = Thread.ofPlatform().name("run").start(run);
    Await.until(
        () -> feed.out().contains("\"type\":\"fill\"") || run.isDone(), Duration.ofSeconds(60));
    assertThat(run.isDone()).as(feed.err()).isFalse();

    runner.interrupt(); // as any plugin could: nobody has asked for an end
    commandsAreObeyed();
    jarsAreTakenUp(home.resolve("plugins"), feed);
    aSecondDaemonIsRefused(home);

    up = Instant.now();
    terminate();
    assertThat(run.get(60, TimeUnit.SECONDS)).as(feed.err()).isZero();
    everyLineOfTheFeedIsJson(feed);
    readsAfterwards(firstToTrade(feed));
  }

  /** The daemon runs in this process: what it hears is what a service manager sends. */
  private static void terminate() throws Exception {
    String self = String.valueOf(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-TERM", self).start().waitFor()).isZero();
  }

  private void commandsAreObeyed() {
    assertThat(good("trigger", "jump-fade", "--preview"))
        .contains("jump-fade would be: noop; nothing was sent", "wants    nothing: ");
    assertThat(good("trigger", "jump-fade", "--payload", "{\"a\":1}"))
        .startsWith("fired jump-fade: noop: ");
    assertThat(good("pause", "sma-cross", "--reason", "a look")).contains("sma-cross: pause done");
    Await.until(() -> good("strategies").contains("paused"), Duration.ofSeconds(60));
    Captured paused = Captured.plain();
    assertThat(paused.run("trigger", "sma-cross", "--data-dir", data())).isEqualTo(4);
    assertThat(paused.err())
        .isEqualTo(
            "orrery: strategy sma-cross: was not asked: paused: a look (orrery resume --data-dir "
                + data()
                + " sma-cross)\n");
    assertThat(paused.out()).isEmpty();
    Captured machine = Captured.plain();
    assertThat(machine.run("trigger", "sma-cross", "--json", "--data-dir", data())).isEqualTo(4);
    assertThat(JsonText.read(machine.out()).path("verdict").asString("")).isEqualTo("skipped");
    assertThat(good("strategies")).doesNotContain("down");
    assertThat(good("resume", "sma-cross")).contains("sma-cross: resume done");
    assertThat(good("snapshot", "--all")).hasLineCount(4);
    assertThat(good("emit", "price-jump", "{}")).matches("event \\d+ is kept\n");
    assertThat(good("emit", "price-jump", "{}", "--json")).contains("\"heard_by\":[\"jump-fade\"]");
    Captured unheard = Captured.plain();
    assertThat(unheard.run("emit", "pricejump", "{}", "--data-dir", data())).isZero();
    // Beside it may stand what the daemon of this process says of the event before.
    assertThat(unheard.err())
        .contains("no strategy that runs listens to pricejump: they listen to price-jump\n");
    assertThat(good("db", "url")).startsWith("postgresql://orrery@127.0.0.1:");
    Captured unknown = Captured.plain();
    assertThat(unknown.run("pause", "sma-cros", "--data-dir", data())).isEqualTo(4);
    assertThat(unknown.err()).contains("did you mean sma-cross?").doesNotContain("\tat ");
    Captured fine = Captured.plain();
    assertThat(fine.run("strategies", "release", "grid", "--data-dir", data())).isEqualTo(4);
    assertThat(fine.err()).contains("grid: it is not quarantined");
    assertThat(good("panic", "--reason", "a drill")).contains("panic is engaged");
    assertThat(good("panic", "--clear")).contains("panic is not engaged");
    assertThat(good("resume", "sma-cross")).contains("sma-cross: resume done");
  }

  private void jarsAreTakenUp(Path plugins, Captured feed) throws Exception {
    assertThat(good("plugins", "list")).contains("sma-cross", "jump-fade").doesNotContain("broken");
    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    Await.until(
        () -> good("plugins", "list").contains("plugin broken.jar: is not a jar"),
        Duration.ofSeconds(60));
    assertThat(JsonText.read(good("plugins", "list", "--json")).valueStream())
        .hasSize(5)
        .last()
        .satisfies(jar -> assertThat(jar.path("jar").asString("")).isEqualTo("broken.jar"));
    assertThat(feed.out()).contains("\"type\":\"plugin\"", "\"event\":\"plugin_refused\"");
  }

  private void aSecondDaemonIsRefused(Path home) {
    Captured second = Captured.at(home);
    assertThat(second.run("run", "--data-dir", data(), "--port", "0")).isEqualTo(4);
    assertThat(second.err()).contains("pid " + ProcessHandle.current().pid());
    assertThat(second.out()).isEmpty();
  }

  private static void everyLineOfTheFeedIsJson(Captured feed) {
    assertThat(feed.out()).doesNotContain("\u001b");
    assertThat(feed.out().lines().map(line -> JsonText.read(line).path("type").asString("")))
        .startsWith("started")
        .contains("decision", "fill")
        .endsWith("ended");
  }

  private static String firstToTrade(Captured feed) {
    return feed.out()
        .lines()
        .map(JsonText::read)
        .filter(line -> line.path("type").asString("").equals("fill"))
        .map(line -> line.path("strategy").asString(""))
        .findFirst()
        .orElseThrow();
  }

  private void reportsWhatItEarned(String strategy) {
    JsonNode report = JsonText.read(good("report", strategy, "--json"));
    JsonNode metrics = report.path("metrics");
    assertThat(report.path("kind").asString("")).isEqualTo("paper");
    assertThat(metrics.path("fills").path("value").intValue()).isPositive();
    assertThat(
            report
                .path("trades")
                .valueStream()
                .map(each -> each.path("net").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(metrics.path("profit").path("value").decimalValue());
    assertThat(metrics.path("slippage").path("cannot_be_told").asString("")).isNotEmpty();
    Path page = folder.resolve("report.html");
    assertThat(good("report", strategy, "--output", page.toString())).contains("Max drawdown");
    assertThat(page).isNotEmptyFile();
    Captured early = Captured.plain();
    assertThat(early.run("report", strategy, "--until", "2001-01-01", "--data-dir", data()))
        .isEqualTo(4);
    assertThat(early.err()).contains(strategy + ": has no prices in this range").hasLineCount(1);
  }

  private void readsAfterwards(String traded) {
    JsonNode decisions = JsonText.read(good("decisions", "--limit", "100000", "--json"));
    assertThat(decisions.isArray()).isTrue();
    assertThat(decisions.valueStream())
        .isNotEmpty()
        .allMatch(each -> each.propertyNames().containsAll(PROMISED));
    String executed =
        decisions
            .valueStream()
            .filter(each -> each.path("verdict").asString("").equals("executed"))
            .map(each -> each.path("id").asString(""))
            .reduce((newer, older) -> older) // the first that traded: later ones may only cancel
            .orElseThrow();
    assertThat(good("decision", executed.substring(0, 12)))
        .contains("woken", "recorded ", "wanted", "judged", "sent", executed);
    decisionsRunAgain(executed);
    reportsWhatItEarned(traded);
    assertThat(good("strategies"))
        .containsPattern("^the daemon is down, since 20\\S+Z \\(.+ ago\\): this is how it stood")
        .containsPattern("sma-cross +down ")
        .containsPattern("grid +paused ");
    JsonNode strategy =
        JsonText.read(good("strategies", "--json"))
            .valueStream()
            .filter(each -> each.path("strategy").asString("").equals("sma-cross"))
            .findFirst()
            .orElseThrow();
    assertThat(strategy.path("state").asString("")).isEqualTo("down");
    assertThat(strategy.path("status").asString("")).isEqualTo("running");
    assertThat(strategy.path("daemon").asString("")).isEqualTo("down");
    assertThat(Instant.parse(strategy.path("daemon_down_since").asString("")))
        .isBetween(up.minusSeconds(60), Instant.now());
    assertThat(good("logs", "sma-cross")).contains("runner_started", "paused");
    assertThat(good("resume", "grid")).contains("obeyed when the daemon starts");
    quarantineIsShownAndReleased();
    assertThat(Files.exists(folder.resolve("data/logs/orrery.log"))).isTrue();
  }

  private void decisionsRunAgain(String executed) {
    assertThat(good("replay", executed.substring(0, 12))).contains(executed, "the same ");
    assertThat(good("replay", "--all"))
        .containsPattern("^\\d[\\d,]* decisions run again: .+ the same, 0 different")
        .contains(" a second, ");
    assertThat(JsonText.read(good("replay", "--all", "--json")).path("different").asInt(-1))
        .isZero();
    assertThat(good("replay", "--since", "2013-11-01", "--strategy", "grid"))
        .contains(" 0 different");
    refused(4, "replay", "--since", "2030-01-01");
    refused(4, "replay", "--all", "--strategy", "gird");
    refused(4, "replay", "00000000");
    refused(3, "replay", executed, "--jar", "none.jar");
    refused(3, "pin", executed, "--into", folder.toString());
    refused(4, "drift", "gird");
    refused(4, "drift", "jump-fade");
  }

  /** A verb that is expected to end with a line and a code. */
  private void refused(int code, String... words) {
    Captured console = Captured.plain();
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--data-dir";
    all[words.length + 1] = data();
    assertThat(console.run(all)).as(() -> String.join(" ", words)).isEqualTo(code);
    assertThat(console.err()).as(() -> String.join(" ", words)).hasLineCount(1);
  }

  private void quarantineIsShownAndReleased() {
    try (Database database = Database.openEmbedded(EmbeddedServer.Settings.in(Path.of(data())))) {
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute(
                  "update deployments set quarantined = true, quarantined_reason = 'hangs: decide',"
                      + " quarantined_at = '2026-03-01T10:11:12Z', paused = false,"
                      + " status = 'paused' where strategy = 'sma-cross'"));
    }
    assertThat(good("strategies"))
        .containsPattern("sma-cross +quarantined ")
        .contains("hangs: decide (since 2026-03-01T10:11:12Z)");
    JsonNode shown =
        JsonText.read(good("strategies", "--json"))
            .valueStream()
            .filter(each -> each.path("strategy").asString("").equals("sma-cross"))
            .findFirst()
            .orElseThrow();
    assertThat(shown.path("state").asString("")).isEqualTo("quarantined");
    assertThat(shown.path("quarantined_since").asString("")).isEqualTo("2026-03-01T10:11:12Z");
    assertThat(good("strategies", "release", "sma-cross"))
        .contains("sma-cross: release is kept, and obeyed when the daemon starts before 20");
    Captured twice = Captured.plain();
    assertThat(
            twice.run("strategies", "release", "sma-cross", "grid", "--json", "--data-dir", data()))
        .isEqualTo(4);
    assertThat(JsonText.read(twice.out()).path(0).path("strategy").asString(""))
        .isEqualTo("sma-cross");
    assertThat(twice.err()).contains("grid: it is not quarantined");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** What a verb prints that is expected to end well. */
  private String good(String... words) {
    Captured console = Captured.plain();
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--data-dir";
    all[words.length + 1] = data();
    assertThat(console.run(all)).as(() -> String.join(" ", words) + ": " + console.err()).isZero();
    return console.out();
  }
}
