package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.recording.SeriesPoint;
import dev.orrery.runtime.recording.StateWritten;
import dev.orrery.runtime.recording.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a strategy is promised of its context, through a real jar. */
class ContextTest {
  private static final String SEEN = "orrery.test.context";

  @TempDir private Path folder;
  private final ConcurrentHashMap<String, Object> seen = new ConcurrentHashMap<>();

  @AfterEach
  void forget() {
    System.getProperties().remove(SEEN);
  }

  @Test
  void keepsEveryReadInOrder() throws Exception {
    Rig rig =
        run(
            """
            context.market().symbols();
            context.market().instrument("BTC");
            context.market().mark("BTC");
            context.market().candles("BTC", Interval.MINUTE, 2);
            context.market().book("BTC");
            context.market().funding("BTC");
            context.account().equity();
            context.account().positions();
            context.state().get("a");
            context.state().put("a", "1");
            context.state().compareAndSet("a", "2", "3");
            context.state().remove("a");
            context.state().keys();
            return noop();
            """,
            true,
            2);
    List<Read> reads = rig.decisions("it").getFirst().reads();
    assertThat(reads.stream().map(each -> each.getClass().getSimpleName()))
        .containsExactly(
            "OfSymbols",
            "OfInstrument",
            "OfMark",
            "OfCandles",
            "OfBook",
            "OfFunding",
            "OfAccount",
            "OfState",
            "OfStateWrite",
            "OfStateWrite",
            "OfStateWrite",
            "OfStateKeys");
    assertThat(reads.get(9)).isEqualTo(new Read.OfStateWrite("a", true, "2", "3", false));
    Read.OfCandles candles = (Read.OfCandles) reads.get(3);
    assertThat(points(rig).stream().map(SeriesPoint::digest)).containsAll(candles.digests());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isNoLongerValidAfterDecide(boolean recordReads) throws Exception {
    run(
        """
        Map<String, Object> seen = shared("%s");
        DecisionContext old = (DecisionContext) seen.get("context");
        if (old != null) {
          List<Runnable> uses = List.of(old::now, old::firing, old::market, old::account,
              old::state, old::random, old::model, () -> old.record("a", 1),
              () -> ((Market) seen.get("market")).symbols(),
              () -> ((Market) seen.get("market")).mark("BTC"),
              () -> ((State) seen.get("state")).get("a"),
              () -> ((State) seen.get("state")).put("a", "1"),
              () -> ((State) seen.get("state")).keys());
          int refused = 0;
          for (Runnable use : uses) {
            try { use.run(); } catch (IllegalStateException e) { refused++; }
          }
          seen.put("refused", refused + " of " + uses.size());
        }
        seen.put("context", context);
        seen.put("market", context.market());
        seen.put("state", context.state());
        return noop();
        """
            .formatted(SEEN),
        recordReads,
        3);
    assertThat(seen).containsEntry("refused", "13 of 13");
  }

  @Test
  void keepsSeriesWithinTheirLimits() throws Exception {
    Rig rig =
        run(
            """
            List<String> refused = new ArrayList<>();
            for (String name : List.of("", "x".repeat(65), "a b", "\\u00e4", "a/b")) {
              try { context.record(name, 1); } catch (IllegalArgumentException e) {
                refused.add(name); }
            }
            try { context.record("a", Double.POSITIVE_INFINITY); }
            catch (IllegalArgumentException e) { refused.add("infinite"); }
            for (int i = 0; i < 32; i++) { context.record("s_." + i + "-Z", i); }
            context.record("s_.0-Z", Double.NaN);
            try { context.record("more", 1); }
            catch (IllegalArgumentException e) { refused.add("more"); }
            Map<String, Object> seen = shared("%s");
            seen.put("refused", refused.size());
            return noop();
            """
                .formatted(SEEN),
            true,
            2);
    assertThat(seen).containsEntry("refused", 7);
    DecisionRecord decision = rig.decisions("it").getFirst();
    assertThat(decision.series()).hasSize(32).containsEntry("s_.31-Z", 31.0);
    assertThat(decision.series().get("s_.0-Z")).isNaN();
  }

  @Test
  void drawsTheSameNumbersForTheSameFiring() throws Exception {
    String body =
        "context.record(\"a\", context.random().nextDouble());"
            + " context.record(\"b\", context.random().nextDouble()); return noop();";
    Rig first = run(body, true, 4);
    Rig second = run(body, false, 4);
    assertThat(second.decisions("it").stream().map(DecisionRecord::series).toList())
        .isEqualTo(first.decisions("it").stream().map(DecisionRecord::series).toList());
    assertThat(first.decisions("it").stream().map(each -> each.series().get("a")))
        .doesNotHaveDuplicates();
    assertThat(first.decisions("it").getFirst().series().get("a"))
        .isNotEqualTo(first.decisions("it").getFirst().series().get("b"));
  }

  @Test
  void keepsStateWhenDecideThrowsAndWithinItsLimits() throws Exception {
    Rig rig =
        run(
            """
            Map<String, Object> seen = shared("%s");
            int refused = 0;
            State state = context.state();
            String big = "x".repeat(65_536);
            List<Runnable> wrong = List.of(() -> state.put("", "1"),
                () -> state.put("k".repeat(129), "1"), () -> state.put("a", big + "x"),
                () -> state.put("a", "\\u00e4".repeat(32_769)));
            for (Runnable each : wrong) {
              try { each.run(); } catch (IllegalArgumentException e) { refused++; }
            }
            for (int i = 0; i < 15; i++) { state.put("big" + i, big); }
            try { state.put("big15", big); } catch (IllegalArgumentException e) { refused++; }
            for (int i = 0; i < 15; i++) { state.remove("big" + i); }
            for (int i = 0; i < 1_000; i++) { state.put("n" + i, "1"); }
            try { state.put("one more", "1"); } catch (IllegalArgumentException e) { refused++; }
            seen.put("refused", refused);
            seen.put("swapped", state.compareAndSet("n1", "1", "2")
                && !state.compareAndSet("n1", "1", "3") && state.compareAndSet("n2", "1", null)
                && state.compareAndSet("n2", null, "new"));
            throw new IllegalStateException("after writing");
            """
                .formatted(SEEN),
            true,
            2);
    assertThat(seen).containsEntry("refused", 6).containsEntry("swapped", true);
    List<StateWritten> writes = new ArrayList<>();
    rig.journal
        .entries()
        .forEach(entry -> {
          if (entry instanceof StateWritten it) {
            writes.add(it);
          }
        });
    assertThat(writes.getLast().key()).isEqualTo("n2");
    assertThat(rig.verdicts("it").getFirst()).isEqualTo(Verdict.FAILED);
    int write = rig.journal.entries().indexOf(writes.getLast());
    assertThat(rig.journal.entries().indexOf(rig.decisions("it").getFirst())).isGreaterThan(write);
  }

  @Test
  void writesAHundredLogLinesASecondAndCutsLongOnes() throws Exception {
    List<String> lines = new ArrayList<>();
    Path jar =
        new Strategies()
            .add(
                "it",
                "Trigger.everySeconds(60)",
                "context.log().info(\"long {}\", \"x\".repeat(10_000));"
                    + " for (int i = 0; i < 500; i++) { context.log().info(\"line {}\", i); }"
                    + " context.log().debug(\"never\"); return noop();")
            .build(folder.resolve("log.jar"));
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 2, 44), "BTC").simulated();
    try (StrategyRuntime runtime =
        rig.over(jar, market)
            .listener(fact -> {
              if (fact instanceof RuntimeFact.Logged it && it.event().equals("log")) {
                lines.add(it.message());
              }
            })
            .build()) {
      Rig.play(runtime);
    }
    assertThat(lines).hasSizeBetween(100, 110).doesNotContain("never");
    assertThat(lines.getFirst()).startsWith("long xxx").hasSizeLessThanOrEqualTo(4_003);
  }

  private static List<SeriesPoint> points(Rig rig) {
    List<SeriesPoint> points = new ArrayList<>();
    rig.journal
        .entries()
        .forEach(entry -> {
          if (entry instanceof SeriesPoint it) {
            points.add(it);
          }
        });
    return points;
  }

  private Rig run(String body, boolean recordReads, int minutes) throws Exception {
    System.getProperties().put(SEEN, seen);
    Path jar =
        new Strategies()
            .add("it", "Trigger.barClose(\"BTC\", Interval.MINUTE)", body)
            .build(folder.resolve("it.jar"));
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, minutes, 41), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(jar, market).ticks(Rig.ticks(recordReads)).build()) {
      Rig.play(runtime);
    }
    return rig;
  }
}
