package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.Timeline;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.metrics.MicrometerMeters;
import dev.orrery.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A runtime leaves nothing behind. */
class CloseTest {
  private static final String LOADER = "orrery.test.loader";

  @TempDir private Path folder;

  @AfterEach
  void forget() {
    System.getProperties().remove(LOADER);
  }

  @ParameterizedTest
  @EnumSource(Timeline.Kind.class)
  void leavesNoThreadAndNoClass(Timeline.Kind kind) throws Exception {
    Map<String, WeakReference<ClassLoader>> loaders = new ConcurrentHashMap<>();
    System.getProperties().put(LOADER, loaders);
    Set<Thread> before = threads();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    run(kind, new MicrometerMeters(registry));
    Await.until(() -> {
      Set<Thread> after = threads();
      after.removeAll(before);
      return after.isEmpty();
    });
    WeakReference<ClassLoader> loader = Objects.requireNonNull(loaders.get("loader"));
    Await.until(() -> {
      System.gc();
      return loader.get() == null;
    });
    assertThat(registry.getMeters()).isNotEmpty();
  }

  @Test
  void runsTwoRuntimesBesideEachOther() throws Exception {
    Path jar = jar();
    Replay market = Replay.of(TestFiles.bars(folder, 600, 61), "BTC");
    Rig one = new Rig();
    Rig other = new Rig();
    try (StrategyRuntime first = one.over(jar, market.speed(Rig.NO_WAIT).laps(1)).build();
        StrategyRuntime second = other.over(jar, market.speed(600)).build()) {
      first.start();
      second.start();
      Await.until(() -> !other.decisions().isEmpty());
      assertThat(first.await(Duration.ofSeconds(60))).isEqualTo(MarketEnd.ENDED);
      first.close();
      int soFar = other.decisions().size();
      Await.until(() -> other.decisions().size() > soFar);
      assertThat(second.health().ready()).isTrue();
      assertThat(first.health().ready()).isFalse();
    }
    assertThat(one.decisions()).isNotEmpty();
  }

  @Test
  void startsOnce() throws Exception {
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 3, 62), "BTC").simulated();
    StrategyRuntime runtime = rig.over(jar(), market).build();
    runtime.start();
    assertThatThrownBy(runtime::start).isInstanceOf(IllegalStateException.class);
    runtime.close();
    runtime.close();
    assertThatThrownBy(runtime::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void endsASimulatedRunFromAnotherThread() throws Exception {
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 3_000, 63), "BTC").simulated().forever();
    StrategyRuntime runtime = rig.over(jar(), market).ticks(Rig.ticks(false)).build();
    Thread player = Thread.ofPlatform().start(runtime::start);
    Await.until(() -> rig.decisions().size() > 10);
    runtime.close();
    Await.until(() -> !player.isAlive());
    int decided = rig.decisions().size();
    assertThat(rig.decisions()).hasSize(decided);
  }

  private void run(Timeline.Kind kind, MicrometerMeters meters) throws Exception {
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.trades(folder, 600, 64), "BTC").laps(1).speed(Rig.NO_WAIT);
    try (StrategyRuntime runtime =
        rig.over(jar(), market.on(kind)).meters(meters).onDecision(decided -> {}).build()) {
      runtime.start();
      runtime.preview("kept", null);
      Await.until(() -> !rig.decisions().isEmpty());
    }
  }

  private Path jar() {
    return new Strategies()
        .add(
            "kept",
            "Trigger.everySeconds(1)",
            "Map<String, Object> loaders = shared(\""
                + LOADER
                + "\"); if (loaders != null) { loaders.put(\"loader\","
                + " new java.lang.ref.WeakReference<>(getClass().getClassLoader())); }"
                + " return noop();")
        .build(folder.resolve("kept.jar"));
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("junit"))
        .filter(CloseTest::isRuntimes)
        .collect(Collectors.toSet());
  }

  private static boolean isRuntimes(Thread thread) {
    String name = thread.getName();
    return name.startsWith("orrery") || name.startsWith("plugin-call") || name.contains("uartz");
  }
}
