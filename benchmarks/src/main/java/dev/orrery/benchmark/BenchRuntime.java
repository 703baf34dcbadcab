package dev.orrery.benchmark;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.runtime.RuntimeBuilder;
import dev.orrery.runtime.StrategyRuntime;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Set;

/** What all benchmarks have in common: paper accounts, and caps that no benchmark reaches. */
final class BenchRuntime {
  static final RiskCaps CAPS =
      new RiskCaps(
          BigDecimal.valueOf(100),
          BigDecimal.valueOf(100),
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          BigDecimal.TWO,
          BigDecimal.TEN,
          Set.of("BTC"),
          BigDecimal.valueOf(200),
          BigDecimal.valueOf(99));

  private BenchRuntime() {}

  /** A runtime of one jar, that runs what is configured and nothing else. */
  static RuntimeBuilder runtime(Path jar) {
    return StrategyRuntime.builder()
        .plugin(jar)
        .onlyConfigured()
        .defaultCaps(CAPS)
        .accounts(vault -> PaperBroker.startingWith(Usd.of("10000")));
  }
}
