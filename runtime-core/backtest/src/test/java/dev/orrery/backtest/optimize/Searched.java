package dev.orrery.backtest.optimize;

import dev.orrery.api.StrategyFactory;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;

/** A jar of one strategy with the parameters {@code fast} and {@code slow}. */
final class Searched {
  static final String CROSSES =
      """
      Candles candles = context.market().candles("BTC", Interval.MINUTE, it.slow());
      if (candles.size() < it.slow()) {
        return List.of(new Noop("too few"));
      }
      double fast = candles.meanClose(it.slow() - it.fast(), it.slow());
      double slow = candles.meanClose(0, it.slow());
      boolean in = context.account().held("BTC").signum() > 0;
      if (fast > slow && !in) {
        return List.of(TargetPosition.worth("BTC", Usd.of(2000), "over"));
      }
      return List.of(fast < slow && in ? TargetPosition.flat("BTC", "under") : new Noop("holds"));
      """;

  private Searched() {}

  /** The body of decide: {@code it} are the parameters, {@code runs} is static. */
  static Path jar(Path file, String decide) {
    return TestJar.jar()
        .source(
            "p.Parameters",
            """
            package p;
            import jakarta.validation.constraints.*;
            public record Parameters(@Min(1) int fast, @Min(2) @Max(60) int slow) {}
            """)
        .source(
            "p.Searched",
            """
            package p;
            import dev.orrery.api.*;
            import dev.orrery.api.action.*;
            import dev.orrery.api.market.*;
            import dev.orrery.api.value.*;
            import java.util.*;
            public class Searched implements StrategyFactory<Parameters> {
              static int runs;
              @Override public String name() { return "searched"; }
              @Override public Class<Parameters> parameterType() { return Parameters.class; }
              @Override public Parameters defaults() { return new Parameters(3, 10); }
              @Override public List<Trigger> triggers(Parameters it) {
                return List.of(Trigger.barClose("BTC", Interval.MINUTE));
              }
              @Override public StrategyPlugin create(Parameters it, StrategyBinding binding) {
                if (it.fast() >= it.slow()) {
                  throw new IllegalArgumentException("fast must be less than slow");
                }
                return new BoundStrategy(binding) {
                  @Override public List<Subscription> subscriptions() {
                    return List.of(new Subscription("BTC", Interval.MINUTE, it.slow()));
                  }
                  @Override public List<Action> decide(DecisionContext context) {
                    %s
                  }
                };
              }
            }
            """
                .formatted(decide))
        .service(StrategyFactory.class, "p.Searched")
        .build(file);
  }
}
