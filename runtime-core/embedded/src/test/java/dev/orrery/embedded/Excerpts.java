package dev.orrery.embedded;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Secret;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.RuntimeBuilder;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.RuntimeListener;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.store.PostgresJournal;
import java.nio.file.Path;
import java.time.Duration;

/** What the page on embedding shows. */
final class Excerpts {
  private Excerpts() {}

  static void ten() throws InterruptedException {
    // region ten-lines
    try (var runtime =
        StrategyRuntime.builder()
            .plugins(Path.of("plugins"))
            .market(Replay.of(Path.of("btc-1m.csv"), "BTC").speed(60))
            .account("paper-1", PaperBroker.startingWith(Usd.of("10000")))
            .strategy(
                "sma-cross",
                s ->
                    s.vault("paper-1")
                        .parameter("fast", 10)
                        .parameter("slow", 30)
                        .caps(Path.of("caps.yaml")))
            .onDecision(decision -> System.out.println(decision.headline()))
            .build()) {
      runtime.start();
      runtime.await(Duration.ofMinutes(1));
    }
    // endregion
  }

  static RuntimeBuilder stored(RuntimeBuilder builder, String password) {
    // region postgres
    builder.journal(
        PostgresJournal.at("jdbc:postgresql://localhost/trading")
            .login("trader", Secret.of(password))
            .spool(Path.of("/var/lib/trader/spool")));
    // endregion
    return builder;
  }

  static RiskCaps caps() {
    // region caps
    RiskCaps caps =
        RiskCaps.builder()
            .maxPositionPct("20")
            .maxTotalExposurePct("50")
            .maxOrdersPerDay(100)
            .maxOrdersPerMinute(10)
            .maxLeverage("2")
            .minOrderUsd("10")
            .allowedSymbols("BTC")
            .dailyLossHaltPct("5")
            .build();
    // endregion
    return caps;
  }

  static RuntimeListener listener() {
    // region facts
    RuntimeListener listener =
        fact -> {
          switch (fact) {
            case RuntimeFact.Decided it -> System.out.println(it.headline());
            case RuntimeFact.Filled it -> System.out.println(it.fill() + " equity " + it.equity());
            case RuntimeFact.Logged it -> System.out.println(it.name() + " " + it.message());
            case RuntimeFact.Missed it -> System.out.println("missed " + it.count());
            case RuntimeFact.MarketEnded it -> System.out.println("market " + it.how());
            case RuntimeFact.PluginChanged it -> System.out.println(it.change().message());
          }
        };
    // endregion
    return listener;
  }

  static void flat(StrategyRuntime runtime) throws Exception {
    // region flatten
    boolean flat = runtime.operations("sma-cross").flatten("end of the season").get();
    // endregion
    System.out.println(flat);
  }
}
