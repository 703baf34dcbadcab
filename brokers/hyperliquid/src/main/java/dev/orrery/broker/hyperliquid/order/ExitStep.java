package dev.orrery.broker.hyperliquid.order;

import dev.orrery.hyperliquid.wire.action.OrderRequest;
import java.util.List;

/** One step at the venue that is due of an exit. */
sealed interface ExitStep {
  /** Finds out whether a part has arrived that nobody has an answer of. */
  record Resolve(Exit exit, ExitPart part) implements ExitStep {}

  /**
   * Places a part.
   *
   * @param further whether others are there
   */
  record Place(Exit exit, ExitPart part, OrderRequest order, boolean further) implements ExitStep {
    boolean isSame(Place other) {
      return exit == other.exit
          && part.name.equals(other.part.name)
          && part.size.compareTo(other.part.size) == 0
          && order.equals(other.order);
    }
  }

  /** Lets go of parts. */
  record Cancel(Exit exit, List<ExitPart> parts) implements ExitStep {}

  /** Cancels what is left of an entry whose exit has fired. */
  record CancelEntry(Exit exit, VenueOrder entry) implements ExitStep {}
}
