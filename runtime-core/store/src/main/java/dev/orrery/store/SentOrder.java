package dev.orrery.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order that was sent, and what became of it.
 *
 * @param terms as stable text
 * @param entry the order whose fill makes it active; null for an order of its own
 * @param epoch right to trade it was made under
 * @param validUntil never sent after this; null for ever
 * @param asOf timeline instant it was intended at
 */
public record SentOrder(
    String cloid,
    String symbol,
    String side,
    BigDecimal size,
    String terms,
    boolean reduceOnly,
    @Nullable String entry,
    String label,
    long epoch,
    @Nullable Instant validUntil,
    Instant asOf,
    List<Step> steps,
    List<Fill> fills) {
  /** Copies. */
  public SentOrder {
    steps = List.copyOf(steps);
    fills = List.copyOf(fills);
  }

  /** Something that happened to an order. */
  public record Step(String kind, String detail, Instant asOf) {}

  /** One execution. */
  public record Fill(
      String id,
      String side,
      BigDecimal price,
      BigDecimal size,
      BigDecimal feeUsd,
      boolean maker,
      boolean liquidation,
      Instant asOf) {}
}
