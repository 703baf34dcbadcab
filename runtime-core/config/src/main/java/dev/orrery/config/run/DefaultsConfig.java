package dev.orrery.config.run;

import dev.orrery.config.Doc;
import java.math.BigDecimal;
import java.util.Set;

/** What holds for strategies without an entry of their own. */
@Doc("What holds for strategies without an entry. On a real venue every strategy needs one.")
public record DefaultsConfig(@Doc("Caps on paper.") Caps paper) {
  /** Caps that leave 10,000 USD of paper room to trade and keep a runaway strategy small. */
  public static DefaultsConfig defaults() {
    return new DefaultsConfig(
        new Caps(
            new BigDecimal("50"),
            new BigDecimal("100"),
            1_000,
            20,
            new BigDecimal("2"),
            new BigDecimal("10"),
            Set.of("BTC"),
            new BigDecimal("10"),
            new BigDecimal("200")));
  }
}
