package dev.orrery.backtest.replay;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;

/** Jars of strategies that replays are tried on. */
public final class Sources {
  private static final String IMPORTS =
      """
      package p;
      import dev.orrery.api.*;
      import dev.orrery.api.action.*;
      import dev.orrery.api.market.*;
      import dev.orrery.api.value.*;
      import java.time.Duration;
      import java.util.*;
      """;

  private Sources() {}

  /** Wakes each minute with 30 candles; {@code context} is there. */
  public static Path jar(Path file, String decide) {
    return TestJar.jar()
        .source(
            "p.Tested",
            IMPORTS
                + """
                public class Tested implements StrategyPlugin {
                  @Override public String name() { return "tested"; }
                  @Override public String vaultId() { return "v"; }
                  @Override public List<Trigger> triggers() {
                    return List.of(Trigger.barClose("BTC", Interval.MINUTE));
                  }
                  @Override public List<Subscription> subscriptions() {
                    return List.of(new Subscription("BTC", Interval.MINUTE, 30));
                  }
                  @Override public List<Action> decide(DecisionContext context) throws Exception {
                    long minute = context.now().toEpochMilli() / 60_000;
                    %s
                  }
                  static List<Action> noop(String why) { return List.of(new Noop(why)); }
                }
                """
                    .formatted(decide))
        .service(StrategyPlugin.class, "p.Tested")
        .build(file);
  }

  /** The same with parameters: {@code parameters} is there. */
  public static Path factory(Path file, String decide) {
    return TestJar.jar()
        .source(
            "p.Made",
            IMPORTS
                + """
                public class Made implements StrategyFactory<Made.Knobs> {
                  public record Knobs(int count, Duration pause, Usd size, Interval length) {}
                  @Override public String name() { return "made"; }
                  @Override public String vaultId() { return "v"; }
                  @Override public Class<Knobs> parameterType() { return Knobs.class; }
                  @Override public Knobs defaults() {
                    return new Knobs(3, Duration.ofSeconds(90), Usd.of(100), Interval.MINUTE);
                  }
                  @Override public List<Trigger> triggers(Knobs parameters) {
                    return List.of(Trigger.barClose("BTC", parameters.length()));
                  }
                  @Override public StrategyPlugin create(Knobs parameters, StrategyBinding binding) {
                    return new BoundStrategy(binding) {
                      @Override public List<Action> decide(DecisionContext context) {
                        %s
                      }
                    };
                  }
                }
                """
                    .formatted(decide))
        .service(StrategyFactory.class, "p.Made")
        .build(file);
  }
}
