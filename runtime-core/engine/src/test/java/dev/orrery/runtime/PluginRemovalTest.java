package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.LogRecorded;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import dev.orrery.trigger.event.MemoryEventInbox;
import dev.orrery.trigger.event.MemoryNotifications;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that goes takes nothing of its strategies with it but their decisions. */
class PluginRemovalTest {
  /** In with an order that rests; after that counts. */
  private static final String TRADE =
      """
      int count = Integer.parseInt(context.state().get("count").orElse("0")) + 1;
      context.state().put("count", String.valueOf(count));
      if (count == 1) {
        return List.of(
            PlaceOrder.buy("BTC", OrderSize.of("0.1"), OrderTerms.market(), "in"),
            PlaceOrder.sell("BTC", OrderSize.of("0.1"), OrderTerms.limit(Price.of("70000")),
                "out"));
      }
      return List.of(new Noop(version + " " + count));
      """;

  @TempDir private Path folder;
  private final Rig rig = new Rig();
  private final MemoryNotifications notices = new MemoryNotifications();
  private final MemoryEventInbox inbox = new MemoryEventInbox(new SimulatedTimeline(0), notices);

  @AfterEach
  void forget() {
    Versions.forgetLoaders();
  }

  @Test
  void leavesOrdersAndPositionsAndSaysSo() throws Exception {
    List<WeakReference<ClassLoader>> loaders = Versions.countLoaders();
    Path file = folder.resolve("one.jar");
    versions("Trigger.everySeconds(60)").pack(file, 1);
    try (StrategyRuntime runtime = paced(file)) {
      runtime.start();
      Await.until(() -> status(runtime).account().openOrders().size() == 1);
      PluginChange change = runtime.removePlugin(file);
      assertThat(change.kind()).isEqualTo(PluginChange.Kind.REMOVED);
      assertThat(change.ended()).containsExactly("one");
      assertThat(change.message())
          .isEqualTo("one.jar is gone: one ticks no more, v keeps 0.1 BTC and 1 order");
      assertThat(logged("plugin_removed"))
          .singleElement()
          .satisfies(each -> {
            assertThat(each.level()).isEqualTo("warn");
            assertThat(each.message()).contains("v keeps 0.1 BTC and 1 order");
          });
      assertThat(runtime.plugins()).isEmpty();
      StrategyStatus away = status(runtime);
      assertThat(away.state()).isEqualTo("removed");
      assertThat(away.notice()).isEqualTo("removed: one.jar is gone");
      assertThat(away.account().openOrders()).hasSize(1);
      assertThat(away.account().positions()).hasSize(1);
      assertThat(runtime.health().safeToTrade()).isTrue();
      Await.until(() -> Versions.alive(loaders) == 0);
      Await.until(() -> Versions.handles(folder.resolve("kept")) == 0);
      int decided = rig.decisions("one").size();
      long now = runtime.timeline().nowMillis();
      Await.until(() -> runtime.timeline().nowMillis() > now + 300_000);
      assertThat(rig.decisions("one")).hasSize(decided);
    }
  }

  @Test
  void skipsWhatIsFiredByHandAndShowsNoPreview() throws Exception {
    Path file = folder.resolve("one.jar");
    versions("Trigger.everySeconds(60)").pack(file, 1);
    try (StrategyRuntime runtime = paced(file)) {
      runtime.start();
      runtime.removePlugin(file);
      DecisionRecord skipped = ask(runtime, "by hand");
      assertThat(skipped.verdict()).isEqualTo(Verdict.SKIPPED);
      assertThat(skipped.reasons()).containsExactly("removed: one.jar is gone");
      assertThatThrownBy(() -> runtime.preview("one", null))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("strategy one: removed: one.jar is gone");
    }
  }

  @Test
  void canStillBeFlattened() throws Exception {
    Path file = folder.resolve("one.jar");
    versions("Trigger.everySeconds(60)").pack(file, 1);
    try (StrategyRuntime runtime = paced(file)) {
      runtime.start();
      Await.until(() -> status(runtime).account().openOrders().size() == 1);
      runtime.removePlugin(file);
      runtime.operations("one").flatten("its jar is gone");
      Await.until(() -> status(runtime).latches().flatten() == null);
      assertThat(status(runtime).account().openOrders()).isEmpty();
      assertThat(status(runtime).account().positions()).isEmpty();
      assertThat(status(runtime).latches().paused()).isEqualTo("flattened: its jar is gone");
    }
  }

  @Test
  void comesBackWithItsMemoryItsMissedMarksAndTheEventsOfTheTimeBetween() throws Exception {
    Path file = folder.resolve("one.jar");
    Versions versions = versions("Trigger.everySeconds(60), Trigger.event(\"go\")");
    versions.pack(file, 1);
    try (StrategyRuntime runtime = paced(file)) {
      runtime.start();
      Await.until(() -> rig.decisions("one").size() > 2);
      runtime.removePlugin(file);
      long last = rig.decisions("one").getLast().firing().atMillis();
      inbox.emit("go", "while it was away");
      Await.until(() -> runtime.timeline().nowMillis() > last + 300_000);
      versions.pack(file, 2);
      PluginChange change = runtime.addPlugin(file);
      assertThat(change.kind()).isEqualTo(PluginChange.Kind.LOADED);
      assertThat(change.returned()).containsExactly("one");
      assertThat(change.begun()).isEmpty();
      Await.until(() ->
          rig.decisions("one").stream()
              .anyMatch(
                  each -> each.firing().payload().isPresent() && each.verdict() == Verdict.NOOP));
      assertThat(rig.decisions("one").stream().map(DecisionRecord::reasons).flatMap(List::stream))
          .anyMatch(reason -> reason.matches("missed: \\d+ marks passed .*"));
      Await.until(() -> rig.decisions("one").getLast().reasons().getFirst().startsWith("v2 "));
      assertThat(status(runtime).state()).isEqualTo("running");
    }
    List<DecisionRecord> decisions = rig.decisions("one");
    assertThat(decisions.stream().map(DecisionRecord::id)).doesNotHaveDuplicates();
    long asked = decisions.stream().filter(each -> each.verdict() != Verdict.SKIPPED).count();
    assertThat(decisions.getLast().reasons()).containsExactly("v2 " + asked);
  }

  @Test
  void comesBackPausedIfItWasPaused() throws Exception {
    Path file = folder.resolve("one.jar");
    versions("Trigger.everySeconds(60)").pack(file, 1);
    try (StrategyRuntime runtime = paced(file)) {
      runtime.start();
      runtime.operations("one").pause("by hand");
      runtime.removePlugin(file);
      runtime.addPlugin(file);
      assertThat(status(runtime).state()).isEqualTo("paused");
      assertThat(ask(runtime, "a").reasons()).containsExactly("paused: by hand");
      runtime.operations("one").resume();
      assertThat(ask(runtime, "b").verdict()).isNotEqualTo(Verdict.SKIPPED);
    }
  }

  @Test
  void ofOneStrategyByANewVersionOfItsJar() throws Exception {
    Path file =
        new Strategies()
            .add("one", "Trigger.everySeconds(60)", "return noop();")
            .add("two", "Trigger.everySeconds(60)", "return noop();")
            .build(folder.resolve("both.jar"));
    try (StrategyRuntime runtime = paced(file)) {
      runtime.start();
      Await.until(() -> !rig.decisions("two").isEmpty());
      new Strategies()
          .add("one", "Trigger.everySeconds(60)", "return noop();")
          .add("three", "Trigger.everySeconds(60)", "return noop();")
          .build(file);
      PluginChange change = runtime.replacePlugin(file, file);
      assertThat(change.replaced()).containsExactly("one");
      assertThat(change.ended()).containsExactly("two");
      assertThat(change.begun()).containsExactly("three");
      assertThat(logged("plugin_removed"))
          .singleElement()
          .satisfies(each ->
              assertThat(each.message())
                  .isEqualTo("both.jar offers it no more: it ticks no more, paper:two is flat"));
      int ended = rig.decisions("two").size();
      Await.until(() -> rig.decisions("three").size() > 1);
      assertThat(rig.decisions("two")).hasSize(ended);
      assertThat(runtime.strategies())
          .extracting(each -> each.name() + " " + each.state())
          .containsExactlyInAnyOrder("one running", "two removed", "three running");
    }
  }

  private StrategyRuntime paced(Path file) throws Exception {
    return rig.over(file, Replay.of(TestFiles.bars(folder, 3_000, 121), "BTC").speed(600))
        .artifacts(new FolderArtifactStore(folder.resolve("kept"), ".jar"))
        .events(inbox, notices)
        .strategy("one", it -> it.vault("v"))
        .andTheRest()
        .build();
  }

  private Versions versions(String triggers) {
    return new Versions(
        new Strategies()
            .add("one", triggers, TRADE, Versions.MEMBERS)
            .build(folder.resolve("base.jar")));
  }

  private DecisionRecord ask(StrategyRuntime runtime, String request) {
    String id = runtime.trigger("one", request, null);
    AtomicReference<@Nullable DecisionRecord> found = new AtomicReference<>();
    Await.until(() -> {
      rig.decisions("one").stream()
          .filter(each -> each.id().equals(id))
          .findFirst()
          .ifPresent(found::set);
      return found.get() != null;
    });
    return Objects.requireNonNull(found.get());
  }

  private List<LogRecorded> logged(String event) {
    return rig.journal.entries().stream()
        .filter(LogRecorded.class::isInstance)
        .map(LogRecorded.class::cast)
        .filter(each -> each.event().equals(event))
        .toList();
  }

  private static StrategyStatus status(StrategyRuntime runtime) {
    return runtime.strategies().stream()
        .filter(each -> each.name().equals("one"))
        .findFirst()
        .orElseThrow();
  }
}
