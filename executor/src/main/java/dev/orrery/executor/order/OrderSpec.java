package dev.orrery.executor.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import java.util.Optional;

/**
 * One order as it would go to the venue: planned and rounded to the instrument's rules.
 *
 * @param id our id
 * @param symbol instrument
 * @param side buy or sell
 * @param quantity base units, greater than zero
 * @param terms price terms
 * @param reduceOnly may only shrink a position
 * @param entry for an exit: the order it is bound to, of the same batch or working already. A
 *     trigger order is active from the first fill of its entry, for as much as that has filled; a
 *     limit order once it has filled whole. When the exit fires, what is left of the entry is
 *     cancelled; when it fills, its sibling is. An entry that ends with a part filled leaves its
 *     exits to that part, told as an amendment; one that ends without a fill takes them along
 * @param label the strategy's own mark, may be empty
 */
public record OrderSpec(
    ClientOrderId id,
    String symbol,
    Side side,
    Quantity quantity,
    OrderTerms terms,
    boolean reduceOnly,
    Optional<ClientOrderId> entry,
    String label) {
  /** Checks. */
  public OrderSpec {
    if (quantity.signum() <= 0) {
      throw new IllegalArgumentException("order " + id + " has no quantity: " + quantity);
    }
  }
}
