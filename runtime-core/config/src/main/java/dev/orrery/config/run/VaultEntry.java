package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Money;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One account. */
@Doc("One account; its id is the key.")
public record VaultEntry(
    @Doc("Who trades on it: a vault of a `human` takes no strategy.") @Default("bot")
        Operator operated,
    @Doc("Balance at its first start on paper. Unless given, `broker.paper.startingCash`.")
        @Money
        @Positive
        @DecimalMax(PaperConfig.MOST_CASH)
        @Nullable BigDecimal startingCash,
    @Doc("What it is on Hyperliquid; every vault needs one where `broker.kind` is hyperliquid.")
        @Nullable VenueAccount hyperliquid) {
  /** Who trades on an account. */
  public enum Operator {
    /** A strategy; people look on. */
    BOT,
    /** A person; no strategy is bound to it. */
    HUMAN
  }
}
