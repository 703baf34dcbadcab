package dev.orrery.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.cli.print.Ink;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.runtime.PluginChange;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalFeedTest {
  private static final Instant NOON = Instant.parse("2013-11-25T12:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long nanos;

  @Test
  void showsAFillWithItsMoney() {
    TerminalFeed feed = feed(Ink.PLAIN);
    feed.on(fill("grid", Side.BUY));
    assertThat(text())
        .endsWith(
            "── Monday, 25 November 2013 ──\n"
                + "12:00:00  grid      fill       ▲ bought 0.5 BTC at 800.1 = 400.05"
                + "   equity 10,012.34  pnl -0.18\n")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 160})
  void keepsWithinTheColumnsThereAre(int columns) {
    TerminalFeed feed = feed(Ink.PLAIN, columns);
    feed.on(fill("volatility-breakout", Side.BUY));
    feed.on(fill("grid", Side.SELL));
    for (String name : List.of("volatility-breakout", "sma-cross", "grid", "jump-fade")) {
      feed.on(fill(name, Side.BUY));
    }
    nanos += TimeUnit.SECONDS.toNanos(11);
    feed.beat(NOON, List.of());
    feed.ended(new Closing("time is up", NOON, Duration.ofSeconds(60), 0, List.of()));
    assertThat(text().lines()).allMatch(line -> line.length() <= columns, "fits " + columns);
    assertThat(text())
        .contains("▲ bought 0.5 BTC at 800.1 = 400.05", "▼ sold 0.5 BTC at 800.1 = 400.05")
        .containsPattern("12:00:00  · (4 strategies|volatility-breakout) ")
        .containsPattern("all .* 40,049\\.36");
  }

  @Test
  void leavesOutFirstWhatSaysNothing() {
    TerminalFeed feed = feed(Ink.PLAIN, 80);
    feed.on(fill("volatility-breakout", Side.BUY));
    feed.ended(new Closing("time is up", NOON, Duration.ofSeconds(60), 0, List.of()));
    assertThat(text())
        .containsPattern("strategy .* +fills +fees +pnl +equity")
        .doesNotContain("denied", "skipped");
  }

  @Test
  void coloursOnATerminalThatHasThem() {
    TerminalFeed feed = feed(Ink.COLOURED);
    feed.on(fill("grid", Side.SELL));
    assertThat(text()).contains("\u001b[36m", "▼ sold");
  }

  @Test
  void keepsWhatIsRoutineFromTheFeed() {
    TerminalFeed feed = feed(Ink.PLAIN);
    int before = text().length();
    feed.on(new RuntimeFact.Logged("d", "grid", "info", "order_placed", "", Map.of(), NOON, NOON));
    feed.on(new RuntimeFact.Logged("d", "grid", "info", "reconciled", "", Map.of(), NOON, NOON));
    feed.on(new RuntimeFact.Logged("d", "grid", "debug", "whatever", "", Map.of(), NOON, NOON));
    assertThat(text()).hasSize(before);
    feed.on(
        new RuntimeFact.Logged(
            "d", "grid", "warn", "state_drift", "off by one", Map.of(), NOON, NOON));
    assertThat(text()).contains("state_drift off by one");
  }

  @Test
  void tellsOfJarsThatChange() {
    TerminalFeed feed = feed(Ink.PLAIN);
    feed.on(changed(PluginChange.Kind.REPLACED, "grid.jar 1 -> 2: grid goes on"));
    feed.on(changed(PluginChange.Kind.REFUSED, "plugin grid.jar: is damaged (build it again)"));
    assertThat(text())
        .endsWith(
            "          plugins   plugin_replaced grid.jar 1 -> 2: grid goes on\n"
                + "          plugins   plugin_refused plugin grid.jar: is damaged"
                + " (build it again)\n");
    feed.ended(new Closing("told to end", NOON, Duration.ofSeconds(1), 0, List.of()));
  }

  @Test
  void countsLinesPastThoseAPersonCanRead() {
    TerminalFeed feed = feed(Ink.PLAIN);
    for (int i = 0; i < 100; i++) {
      feed.on(fill("grid", Side.BUY));
    }
    nanos += TimeUnit.SECONDS.toNanos(2);
    feed.beat(NOON, List.of());
    assertThat(text().lines().filter(line -> line.contains("bought"))).hasSize(6);
    assertThat(text()).contains("… 94 more lines");
  }

  @Test
  void tellsOfAllThatDidNothingAtOnce() {
    Lull lull = new Lull();
    lull.add("grid", "noop", NOON, "first", 0);
    assertThat(lull.due(0)).extracting(Lull.Quiet::reason).containsExactly("first");
    lull.add("grid", "noop", NOON, "second", 1);
    lull.add("grid", "noop", NOON, "third", 2);
    assertThat(lull.due(3)).isEmpty();
    assertThat(lull.due(TimeUnit.SECONDS.toNanos(5)))
        .containsExactly(new Lull.Quiet("grid", "noop", NOON, "third", 2));
  }

  @Test
  void countsGainsFromBeforeWhatWasTradedBeforeItBegan() {
    List<Opening> begun = new ArrayList<>();
    Feed told =
        new Feed() {
          @Override
          public void started(Opening opening) {
            begun.add(opening);
          }

          @Override
          public void on(RuntimeFact fact) {}

          @Override
          public void beat(Instant now, List<StrategyStatus> standing) {}

          @Override
          public void ended(Closing closing) {}
        };
    OpeningFirst first = new OpeningFirst(told);
    first.on(fill("grid", Side.BUY));
    first.started(opening());
    // It leaves 10,012.34 after a fee of 0.18.
    assertThat(begun.getFirst().began()).isEqualTo(Map.of("grid", new BigDecimal("10012.52")));
  }

  @Test
  void makesRoomForStrategiesThatCome() {
    TerminalFeed feed = feed(Ink.PLAIN);
    feed.on(fill("volatility-breakout", Side.BUY));
    assertThat(text()).contains("12:00:00  volatility-breakout  fill");
  }

  @Test
  void tellsOfAJarOnce() {
    TerminalFeed feed = feed(Ink.PLAIN);
    int before = text().length();
    for (String event : List.of("plugin_loaded", "plugin_replaced")) {
      feed.on(new RuntimeFact.Logged("d", "grid", "info", event, "grid.jar", Map.of(), NOON, NOON));
    }
    feed.on(
        new RuntimeFact.Logged(
            "d", "grid", "warn", "plugin_refused", "grid.jar", Map.of(), NOON, NOON));
    assertThat(text()).hasSize(before);
  }

  @Test
  void endsWithWhatWasDone() {
    TerminalFeed feed = feed(Ink.PLAIN);
    feed.on(fill("grid", Side.BUY));
    feed.ended(new Closing("time is up", NOON, Duration.ofSeconds(60), 0, List.of()));
    assertThat(text()).contains("time is up after 1 m 00 s").contains("overruns 0");
    assertThat(text()).containsPattern("grid +0 +0 +0 +0 +0 +0 +0 +1 +0\\.18");
  }

  private TerminalFeed feed(Ink ink) {
    return feed(ink, 120);
  }

  private TerminalFeed feed(Ink ink, int columns) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    TerminalFeed feed = new TerminalFeed(out, ink, columns, () -> nanos);
    feed.started(opening());
    return feed;
  }

  private static Opening opening() {
    return new Opening(
        "a market",
        "600x",
        false,
        NOON,
        "nowhere",
        URI.create("http://127.0.0.1:1"),
        List.of(),
        Map.of(),
        List.of(),
        Duration.ofMillis(850));
  }

  private static RuntimeFact changed(PluginChange.Kind kind, String message) {
    List<String> none = List.of();
    return new RuntimeFact.PluginChanged(
        new PluginChange(kind, Path.of("grid.jar"), null, null, none, none, none, none, message),
        NOON,
        NOON);
  }

  private static RuntimeFact fill(String strategy, Side side) {
    Fill fill =
        new Fill(
            "f",
            new ClientOrderId("0x" + "0".repeat(32)),
            "BTC",
            side,
            Price.of("800.1"),
            Quantity.of("0.5"),
            Usd.of("0.18"),
            false,
            false,
            NOON);
    return new RuntimeFact.Filled("d", strategy, fill, Usd.ZERO, Usd.of("10012.34"), NOON, NOON);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
