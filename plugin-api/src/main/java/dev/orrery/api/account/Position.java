package dev.orrery.api.account;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.time.Instant;
import java.util.Optional;

/**
 * An open position.
 *
 * @param symbol instrument
 * @param quantity net signed base units, long is positive, never zero
 * @param averageEntry average entry price
 * @param unrealised profit or loss at the mark price
 * @param leverage leverage in force for the symbol
 * @param marginMode cross or isolated
 * @param liquidationPrice mark price at which it would be liquidated, where one exists
 * @param openedAt time, as the venue tells it, of the fill with which the quantity last left zero
 *     or changed its sign; growing and shrinking do not move it. Of a position that the account had
 *     before the runtime took it over: when it took it over
 */
public record Position(
    String symbol,
    Quantity quantity,
    Price averageEntry,
    Usd unrealised,
    int leverage,
    MarginMode marginMode,
    Optional<Price> liquidationPrice,
    Instant openedAt) {
  /** Whether the quantity is positive. */
  public boolean isLong() {
    return quantity.signum() > 0;
  }
}
