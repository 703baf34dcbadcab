package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.TickSettings;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Strategies in one jar, each fired by hand only, beside a good neighbour in another that ticks
 * every second on the real clock: whatever they do, it must tick on. Confined to one thread.
 */
final class Street implements AutoCloseable {
  /** Short steps, so that a test need not wait. */
  static final Ladder SHORT = new Ladder(Duration.ofMillis(60), Duration.ofMillis(120), 256L << 20);

  /** Gives nothing up that will end in its own code, however slow the machine is. */
  static final Ladder PATIENT =
      new Ladder(SHORT.pollAfter(), Duration.ofMinutes(1), SHORT.allocationBudget());

  static final Duration LONG = Duration.ofSeconds(60);

  /** For what does not make any. */
  static final Duration DEADLINE = Duration.ofMillis(60);

  final Rig rig = new Rig();
  final List<RuntimeFact.Logged> logged = new ArrayList<>();
  final Map<String, Latches> latches = new ConcurrentHashMap<>();
  private final Path folder;
  private final Strategies bad = new Strategies();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Duration> deadlines = new HashMap<>();
  private Ladder ladder = SHORT;
  private Duration deadline = LONG;
  private int concurrent = 1;
  private StrategyRuntime runtime;

  @SuppressWarnings("NullAway") // opened before it is used
  Street(Path folder) {
    this.folder = folder;
  }

  /** A strategy of the jar. */
  Street strategy(String name, String decide, String... members) {
    bad.add(name, "Trigger.manual()", decide, members);
    names.add(name);
    return this;
  }

  Street ladder(Ladder wanted) {
    ladder = wanted;
    return this;
  }

  Street deadline(Duration wanted) {
    deadline = wanted;
    return this;
  }

  /** One that must make it, beside others that must not. */
  Street deadline(String strategy, Duration wanted) {
    deadlines.put(strategy, wanted);
    return this;
  }

  Street concurrent(int most) {
    concurrent = most;
    return this;
  }

  /** Starts; what this returns is to be closed. */
  Street open() {
    return open(builder -> {});
  }

  Street open(Consumer<RuntimeBuilder> more) {
    Path jar = bad.build(folder.resolve("bad.jar"));
    Path neighbour =
        new Strategies()
            .add("good", "Trigger.everySeconds(1)", "return noop();")
            .build(folder.resolve("good.jar"));
    Replay market = Replay.of(TestFiles.trades(folder, 600, 24), "BTC").laps(1).wall();
    TickSettings standard = TickSettings.standard();
    RuntimeBuilder builder =
        rig.over(jar, market)
            .plugin(neighbour)
            .andTheRest()
            .latches(keeper())
            .ticks(new TickSettings(2, 64, Duration.ZERO, standard.recordReads(), ladder))
            .listener(fact -> {
              if (fact instanceof RuntimeFact.Logged it) {
                synchronized (logged) {
                  logged.add(it);
                }
              }
            });
    // A second or two late is no fault of a neighbour on a busy machine.
    builder.strategy("good", it -> it.deadline(LONG).concurrent(64));
    for (String name : names) {
      Duration own = deadlines.getOrDefault(name, deadline);
      builder.strategy(name, it -> it.vault(name).deadline(own).concurrent(concurrent));
    }
    more.accept(builder);
    runtime = builder.build();
    runtime.start();
    return this;
  }

  StrategyRuntime runtime() {
    return runtime;
  }

  /** Fires one by hand, and does not wait for it. */
  String fire(String strategy) {
    return runtime.trigger(
        strategy, "by hand " + rig.decisions().size() + " " + System.nanoTime(), null);
  }

  /** Fires one by hand; what was decided. */
  DecisionRecord decide(String strategy) {
    String id = fire(strategy);
    Await.until(() -> find(id) != null, LONG);
    return found(id);
  }

  DecisionRecord found(String id) {
    return Objects.requireNonNull(find(id));
  }

  private @Nullable DecisionRecord find(String id) {
    return rig.decisions().stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }

  StrategyStatus status(String name) {
    return runtime.strategies().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Events of a strategy, by name: {@code quarantined}. */
  List<String> events(String strategy) {
    synchronized (logged) {
      return logged.stream()
          .filter(each -> each.strategy().equals(strategy))
          .map(RuntimeFact.Logged::event)
          .toList();
    }
  }

  /** What a strategy's log says, without our own events. */
  List<String> lines(String strategy) {
    synchronized (logged) {
      return logged.stream()
          .filter(each -> each.strategy().equals(strategy) && each.event().equals("log"))
          .map(RuntimeFact.Logged::message)
          .toList();
    }
  }

  /** The levels of those lines. */
  List<String> levels(String strategy) {
    synchronized (logged) {
      return logged.stream()
          .filter(each -> each.strategy().equals(strategy) && each.event().equals("log"))
          .map(RuntimeFact.Logged::level)
          .toList();
    }
  }

  /** Sees the neighbour tick on from here, without a gap. */
  void neighbourTicksOn() {
    int before = rig.decisions("good").size();
    Await.until(() -> rig.decisions("good").size() >= before + 2, LONG);
    List<DecisionRecord> good = rig.decisions("good");
    assertThat(good).allMatch(each -> each.verdict() == Verdict.NOOP);
    // Two may be decided at once, on a slow machine.
    long[] marks = good.stream().mapToLong(each -> each.firing().atMillis()).sorted().toArray();
    for (int i = 1; i < marks.length; i++) {
      assertThat(marks[i] - marks[i - 1]).isEqualTo(1_000);
    }
    assertThat(status("good").state()).isEqualTo("running");
  }

  @Override
  public void close() {
    runtime.close();
  }

  private LatchStore keeper() {
    return new LatchStore() {
      @Override
      public Latches load(String deployment) {
        return latches.getOrDefault(deployment, Latches.NONE);
      }

      @Override
      public void save(String deployment, Latches wanted) {
        latches.put(deployment, wanted);
      }
    };
  }
}
