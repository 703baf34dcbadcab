package dev.orrery.backtest;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;

/** Jars of one strategy, written in a few lines. */
public final class Jars {
  private Jars() {}

  /**
   * A strategy that wakes at the close of each candle of BTC.
   *
   * @param interval {@code HOUR} or {@code MINUTE}
   * @param decide the body of decide; {@code context} is there, and {@code bar}, the number of the
   *     candle since the beginning of {@link Bars}
   */
  public static Path jar(Path file, String name, String interval, String decide) {
    return TestJar.jar()
        .source(
            "p.Tested",
            """
            package p;
            import dev.orrery.api.*;
            import dev.orrery.api.action.*;
            import dev.orrery.api.market.*;
            import dev.orrery.api.value.*;
            import java.util.*;
            public class Tested implements StrategyPlugin {
              @Override public String name() { return "%s"; }
              @Override public String vaultId() { return "v"; }
              @Override public List<Trigger> triggers() {
                return List.of(Trigger.barClose("BTC", Interval.%s));
              }
              @Override public List<Subscription> subscriptions() {
                return List.of(new Subscription("BTC", Interval.%s, 1));
              }
              @Override public List<Action> decide(DecisionContext context) throws Exception {
                long bar = (context.now().toEpochMilli() - %dL) / Interval.%s.millis() - 1;
                %s
              }
              static List<Action> noop() { return List.of(new Noop("nothing")); }
            }
            """
                .formatted(name, interval, interval, Bars.START, interval, decide))
        .service(StrategyPlugin.class, "p.Tested")
        .build(file);
  }
}
