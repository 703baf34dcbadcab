package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.isolation.CollectedHeap;
import dev.orrery.runtime.isolation.HeapReadings.Reading;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small heap of a process of its own, really filled. */
class HeapTest {
  private static final String GROWS_STATICALLY = "KEPT.add(new byte[1 << 21]); return noop();";

  /** In a place that outlives its code, and by a thread that outlives its decision. */
  private static final String GROWS_FOR_GOOD =
      """
      Thread thread = new Thread(() -> {
        for (int i = 0; true; i++) {
          try {
            System.getProperties().put("kept" + i, new byte[1 << 20]);
            Thread.sleep(5);
          } catch (InterruptedException | OutOfMemoryError e) {
            Thread.onSpinWait();
          }
        }
      });
      thread.setDaemon(true);
      thread.start();
      return noop();
      """;

  @TempDir private Path folder;

  @Test
  void isFreeAgainOnceWhoFilledItIsTakenOut() throws Exception {
    List<String> told = run("static", GROWS_STATICALLY);
    assertThat(told)
        .anyMatch(line -> line.matches("quarantined memory: \\d+ of \\d+ MB of the heap.*"))
        .contains("alive, and good ticks");
  }

  @Test
  void endsTheProcessWhenItStaysFull() throws Exception {
    assertThat(run("forGood", GROWS_FOR_GOOD))
        .anyMatch(line -> line.matches("exhausted \\d+ of \\d+ MB of the heap.*must end.*"));
  }

  @Test
  void isCollectedWhileThereIsRoomToAct() throws Exception {
    assertThat(child("early"))
        .anyMatch(line -> line.matches("6[0-6] % of the heap in use after 1 collection"));
  }

  private List<String> run(String what, String body) throws Exception {
    Path bad =
        new Strategies()
            .add(
                "bad",
                "Trigger.manual()",
                body,
                "static final List<byte[]> KEPT = new ArrayList<>();")
            .build(folder.resolve("bad.jar"));
    Path good =
        new Strategies()
            .add("good", "Trigger.everySeconds(1)", "return noop();")
            .build(folder.resolve("good.jar"));
    Path market = TestFiles.trades(folder, 600, 24);
    return child(what, bad.toString(), good.toString(), market.toString());
  }

  private List<String> child(String... arguments) throws Exception {
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), HeapTest.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(200, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return lines(out);
  }

  private static List<String> lines(Path out) throws IOException {
    try (Stream<String> lines = Files.lines(out, StandardCharsets.UTF_8)) {
      return lines.toList();
    }
  }

  /** The process with the small heap. */
  static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("early")) {
      fillUntilCollected();
      return;
    }
    Rig rig = new Rig();
    Replay market = Replay.of(Path.of(arguments[3]), "BTC").laps(1).wall();
    try (StrategyRuntime runtime =
        rig.over(Path.of(arguments[1]), market)
            .plugin(Path.of(arguments[2]))
            .onExhausted(cause -> {
              System.out.println("exhausted " + cause);
              Runtime.getRuntime().halt(1);
            })
            .build()) {
      runtime.start();
      if (arguments[0].equals("static")) {
        fillUntilTakenOut(runtime);
        long before = rig.decisions("good").size();
        await(() -> rig.decisions("good").size() >= before + 3);
        System.out.println(
            runtime.health().alive() ? "alive, and good ticks" : "the end: " + runtime.health());
      } else {
        runtime.trigger("bad", "once", null);
        await(() -> false);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /**
   * By itself this JVM would collect the whole heap only when what is for lasting objects is full.
   */
  private static void fillUntilCollected() {
    CollectedHeap heap = new CollectedHeap();
    Reading first = heap.next();
    List<byte[]> kept = new ArrayList<>();
    while (first == null) {
      kept.add(new byte[1 << 16]);
      for (int i = 0; i < 20; i++) { // for new objects to be collected, little of them is kept
        var _ = new byte[1 << 16];
      }
      first = heap.next();
    }
    long collections =
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
            .filter(collector -> collector.getName().equals("MarkSweepCompact"))
            .mapToLong(GarbageCollectorMXBean::getCollectionCount)
            .sum();
    System.out.printf(
        "%.0f %% of the heap in use after %d collection%n", 100 * first.share(), collections);
    System.out.println(kept.size() + " kept");
  }

  private static void fillUntilTakenOut(StrategyRuntime runtime) {
    for (int i = 0; i < 2_000 && !bad(runtime).state().equals("quarantined"); i++) {
      runtime.trigger("bad", "fill " + i, null);
      await(() -> bad(runtime).underWay() == 0);
    }
    System.out.println(
        "quarantined " + Objects.requireNonNull(bad(runtime).latches().quarantine()).cause());
  }

  private static StrategyStatus bad(StrategyRuntime runtime) {
    return runtime.strategies().getFirst();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(150).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }
}
