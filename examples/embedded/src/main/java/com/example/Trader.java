package com.example;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A program that trades a recorded market on paper and then does something else. */
public final class Trader {
  private Trader() {}

  /** Begins with the folder the plugin jars are in. */
  public static void main(String[] arguments) throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    AtomicLong decisions = new AtomicLong();

    try (var runtime =
        StrategyRuntime.builder()
            .plugins(Path.of(arguments[0]))
            .market(Replay.bundled().speed(36_000))
            .account("paper-1", PaperBroker.startingWith(Usd.of("10000")))
            .strategy(
                "sma-cross",
                s ->
                    s.vault("paper-1")
                        .parameter("fast", 10)
                        .parameter("slow", 30)
                        .caps(Path.of("caps.yaml")))
            .onDecision(decision -> {
              if (decisions.incrementAndGet() % 100 == 1) {
                System.out.println(decision.headline());
              }
            })
            .build()) {
      runtime.start();
      MarketEnd end = runtime.await(Duration.ofSeconds(10));
      System.out.println("market " + end + " facts lost " + runtime.factsLost());
      runtime
          .strategies()
          .forEach(it ->
              System.out.println(
                  it.name() + " " + it.state() + " equity " + it.account().equity()));
    }

    Set<Thread> after = Thread.getAllStackTraces().keySet();
    long left =
        after.stream()
            .filter(thread -> !before.contains(thread) && thread.getName().startsWith("orrery"))
            .count();
    System.out.println("decisions " + decisions + " threads left " + left);
  }
}
