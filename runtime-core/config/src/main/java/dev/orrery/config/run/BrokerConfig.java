package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;

/** Who executes orders. */
@Doc("Who executes orders.")
public record BrokerConfig(
    @Doc(
            "`paper` needs no key and no network; `hyperliquid` trades with real money, or on an"
                + " exchange of one's own that speaks its protocol.")
        @Default("paper")
        Kind kind,
    @Doc("The paper broker.") PaperConfig paper,
    @Doc("Trading on Hyperliquid.") HyperliquidConfig hyperliquid) {
  /** The brokers of the distribution. */
  public enum Kind {
    /** Simulated on the market's prices. */
    PAPER,
    /** The venue. */
    HYPERLIQUID
  }
}
