package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Sha256;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.MemoryHistory;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.TickSettings;
import dev.orrery.testing.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar is replaced again and again while it trades. */
class SwapUnderTradingTest {
  private static final int SWAPS = Boolean.getBoolean("orrery.certify") ? 200 : 20;

  /** Counts in its memory, trades every seventh time, and says which version it is. */
  private static final String TRADE =
      """
      LEFT.set(this);
      int count;
      String before;
      do {
        before = context.state().get("count").orElse(null);
        count = before == null ? 1 : Integer.parseInt(before) + 1;
      } while (!context.state().compareAndSet("count", before, String.valueOf(count)));
      if (count % 7 == 0) {
        return List.of(PlaceOrder.buy("BTC", OrderSize.of("0.001"), OrderTerms.market(), version));
      }
      return List.of(new Noop(version));
      """;

  @TempDir private Path folder;
  private List<WeakReference<ClassLoader>> loaders = List.of();
  private final Map<String, String> digests = new HashMap<>();

  @BeforeEach
  void count() {
    loaders = Versions.countLoaders();
  }

  @AfterEach
  void forget() {
    Versions.forgetLoaders();
  }

  @Test
  void losesAndDoublesNoTickOfAPacedMarket() throws Exception {
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.trades(folder, 28_800, 81), "BTC").speed(200);
    Versions versions = versions("Trigger.everySeconds(1)");
    Path file = folder.resolve("trader.jar");
    digests.put("v0", versions.pack(file, 0).hex());
    try (StrategyRuntime runtime = runtime(rig, file, market)) {
      runtime.start();
      swapAll(runtime, rig, versions, file);
      assertNothingLeft(runtime);
    }
    assertEverySecondOnce(rig.decisions("trader"));
    assertEverySecondOnce(rig.decisions("steady"));
    assertThat(rig.verdicts("steady")).containsOnly(Verdict.NOOP);
    assertSaysWhatDecided(rig);
    assertThat(rig.journal.reserved.get()).isZero();
  }

  @Test
  void decidesOnceOnEachEventOfTheWall() throws Exception {
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.trades(folder, 3_600, 82), "BTC").wall();
    Versions versions = versions("Trigger.event(\"go\")");
    Path file = folder.resolve("trader.jar");
    digests.put("v0", versions.pack(file, 0).hex());
    AtomicInteger sent = new AtomicInteger();
    try (StrategyRuntime runtime = runtime(rig, file, market)) {
      runtime.start();
      Await.until(() -> runtime.board().snapshot().mark("BTC") > 0);
      Thread pump = Thread.ofPlatform().start(() -> pump(runtime, sent));
      swapAll(runtime, rig, versions, file);
      pump.interrupt();
      pump.join();
      Await.until(() -> rig.decisions("trader").size() == sent.get());
      assertNothingLeft(runtime);
      assertThat(rig.decisions("trader").stream().map(each -> each.firing().originId()))
          .doesNotHaveDuplicates();
      Await.until(() -> rig.decisions("steady").size() > 3);
    }
    assertThat(rig.verdicts("trader")).doesNotContain(Verdict.SKIPPED, Verdict.FAILED);
    assertEverySecondOnce(rig.decisions("steady"));
    assertThat(rig.verdicts("steady")).containsOnly(Verdict.NOOP);
    assertSaysWhatDecided(rig);
    assertThat(rig.journal.reserved.get()).isZero();
  }

  private void swapAll(StrategyRuntime runtime, Rig rig, Versions versions, Path file) {
    for (int i = 1; i <= SWAPS; i++) {
      Sha256 digest = versions.pack(file, i);
      digests.put("v" + i, digest.hex());
      PluginChange change = runtime.replacePlugin(file, file);
      assertThat(change.kind()).isEqualTo(PluginChange.Kind.REPLACED);
      assertThat(change.after()).isEqualTo(digest);
      assertThat(change.replaced()).containsExactly("trader");
      Await.until(() -> decidedBy(rig, digest));
    }
  }

  private static void pump(StrategyRuntime runtime, AtomicInteger sent) {
    while (!Thread.currentThread().isInterrupted()) {
      runtime.publish("go", "", "go:" + sent.get());
      sent.incrementAndGet();
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private void assertNothingLeft(StrategyRuntime runtime) {
    assertThat(loaders).hasSize(SWAPS + 1);
    Await.until(() -> Versions.alive(loaders) <= 1);
    assertThat(runtime.plugins()).hasSize(2);
    // One of each of the two jars in use.
    Await.until(() -> Versions.handles(folder.resolve("kept")) == 2);
  }

  private static void assertEverySecondOnce(List<DecisionRecord> decisions) {
    assertThat(decisions.stream().map(DecisionRecord::id)).doesNotHaveDuplicates();
    assertThat(decisions).hasSizeGreaterThan(2);
    List<Long> instants =
        decisions.stream().map(each -> each.firing().atMillis()).sorted().toList();
    for (int i = 1; i < instants.size(); i++) {
      assertThat(instants.get(i) - instants.get(i - 1)).isEqualTo(1_000);
    }
  }

  /** The record names the jar that decided, versions follow each other, and memory goes on. */
  private void assertSaysWhatDecided(Rig rig) {
    List<DecisionRecord> decisions = rig.decisions("trader");
    int count = 0;
    for (DecisionRecord decision : decisions) {
      String version = decision.reasons().getFirst();
      assertThat(decision.identity().jarDigest()).isEqualTo(digests.get(version));
      count++;
    }
    Map<String, String> memory =
        MemoryHistory.of(rig.journal.entries()).state(decisions.getFirst().deployment(), "trader");
    assertThat(memory).containsEntry("count", String.valueOf(count));
    assertThat(decisions.stream().filter(each -> each.verdict() == null)).hasSize(count / 7);
  }

  private static boolean decidedBy(Rig rig, Sha256 digest) {
    return rig.decisions("trader").stream()
        .anyMatch(each -> each.identity().jarDigest().equals(digest.hex()));
  }

  private StrategyRuntime runtime(Rig rig, Path file, Replay market) {
    Path steady =
        new Strategies()
            .add("steady", "Trigger.everySeconds(1)", "return noop();")
            .build(folder.resolve("steady.jar"));
    return rig.over(file, market)
        .plugin(steady)
        .artifacts(new FolderArtifactStore(folder.resolve("kept"), ".jar"))
        // As many threads at all times: a pool that shrinks loses what was left in them anyway.
        .ticks(new TickSettings(4, 4, Duration.ZERO, true, Ladder.STANDARD))
        .strategy("trader", it -> it.vault("t").concurrent(64))
        .andTheRest()
        .build();
  }

  private Versions versions(String triggers) {
    return new Versions(
        new Strategies()
            .add("trader", triggers, TRADE, Versions.MEMBERS)
            .build(folder.resolve("base.jar")));
  }
}
