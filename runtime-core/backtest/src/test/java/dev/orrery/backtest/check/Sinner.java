package dev.orrery.backtest.check;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;

/** Jars of one strategy, {@code sinner}, that wakes each minute; written in a few lines. */
final class Sinner {
  private Sinner() {}

  /**
   * A jar.
   *
   * @param decide the body of decide; {@code context} is there, and {@code close}, that of the
   *     newest candle
   * @param members of the class
   * @param signals members of a second class, {@code Signals}
   */
  static Path jar(Path folder, String decide, String members, String signals) {
    return TestJar.jar()
        .source("p.Signals", HEAD + "final class Signals {\n" + signals + "\n}\n")
        .source(
            "p.Sinner",
            HEAD
                + """
                public class Sinner implements StrategyPlugin {
                  @Override public String name() { return "sinner"; }
                  @Override public String vaultId() { return "v"; }
                  @Override public List<Trigger> triggers() {
                    return List.of(Trigger.barClose("BTC", Interval.MINUTE));
                  }
                  @Override public List<Subscription> subscriptions() {
                    return List.of(new Subscription("BTC", Interval.MINUTE, 5));
                  }
                  static List<Action> side(boolean longer) {
                    return List.of(TargetPosition.worth("BTC", Usd.of(longer ? 1000 : -1000), "so"));
                  }
                  @Override public List<Action> decide(DecisionContext context) throws Exception {
                    double close = context.market().candles("BTC", Interval.MINUTE, 5).lastClose();
                    %s
                  }
                  %s
                }
                """
                    .formatted(decide, members))
        .service(StrategyPlugin.class, "p.Sinner")
        .build(folder.resolve("sinner.jar"));
  }

  private static final String HEAD =
      """
      package p;
      import dev.orrery.api.*;
      import dev.orrery.api.action.*;
      import dev.orrery.api.market.*;
      import dev.orrery.api.value.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
      """;
}
