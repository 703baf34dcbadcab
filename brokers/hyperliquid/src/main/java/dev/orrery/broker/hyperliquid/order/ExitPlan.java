package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is due of an exit, read from its state alone: it does not matter which news came first, or
 * not at all. One step at a time. Called under the monitor of {@link Orders}.
 */
final class ExitPlan {
  /** Below this worth the venue takes no order unless it closes everything. */
  private static final BigDecimal LEAST_WORTH = new BigDecimal("10");

  private final Venue venue;
  private final Exits exits;

  ExitPlan(Venue venue, Exits exits) {
    this.venue = venue;
    this.exits = exits;
  }

  /**
   * The next step; null when nothing is due.
   *
   * @throws OrderWords.Unsendable when it cannot be put into the venue's words
   */
  @Nullable ExitStep next(Exit exit) throws OrderWords.Unsendable {
    if (exit.order.ended) {
      return null;
    }
    for (ExitPart part : exit.parts) {
      if (part.isUnknown()) {
        return new ExitStep.Resolve(exit, part);
      }
    }
    VenueOrder entry = venue.orders().find(exit.entry);
    if (exit.fired && entry != null && !entry.ended && !exits.obsolete(exit)) {
      return new ExitStep.CancelEntry(exit, entry);
    }
    List<ExitPart> unwanted = unwanted(exit);
    if (!unwanted.isEmpty()) {
      return new ExitStep.Cancel(exit, unwanted);
    }
    boolean done = exit.dismissed || exits.obsolete(exit) || exit.waitsForEntry();
    return done || exit.room().signum() <= 0 ? null : placing(exit);
  }

  private List<ExitPart> unwanted(Exit exit) {
    List<ExitPart> standing = exit.parts.stream().filter(ExitPart::stands).toList();
    if (exit.dismissed || exits.obsolete(exit)) {
      return standing;
    }
    List<ExitPart> unwanted = new ArrayList<>();
    BigDecimal over = exit.room().negate();
    for (ExitPart part : standing.reversed()) {
      boolean waits = !part.triggered && !part.atMarket;
      boolean moved = waits && (isAtMarket(exit) || !exit.spec.terms().equals(part.terms));
      if (part.cancelling || moved || (over.signum() > 0 && waits)) {
        unwanted.add(part);
        over = over.subtract(part.left());
      }
    }
    return unwanted;
  }

  /** What is too little for an order of its own waits for more, and in the end joins another. */
  private @Nullable ExitStep placing(Exit exit) throws OrderWords.Unsendable {
    Optional<VenueMarket> market = venue.market(exit.spec.symbol());
    if (market.isEmpty()) {
      return null;
    }
    BigDecimal room = exit.room();
    OrderRequest order = words(exit, market.get(), room);
    boolean little = order.price().multiply(order.size()).compareTo(LEAST_WORTH) < 0;
    Optional<ExitPart> smallest =
        exit.parts.stream()
            .filter(part -> part.stands() && !part.triggered && !part.atMarket)
            .min(Comparator.comparing(ExitPart::left));
    if (little && smallest.isPresent()) {
      return exit.entryEnded ? new ExitStep.Cancel(exit, List.of(smallest.get())) : null;
    }
    boolean atMarket = isAtMarket(exit);
    ExitPart part = new ExitPart(exit.nextName(), room, exit.spec.terms(), atMarket);
    return new ExitStep.Place(exit, part, order, !exit.parts.isEmpty());
  }

  private static boolean isAtMarket(Exit exit) {
    return exit.fired && !(exit.spec.terms() instanceof OrderTerms.Limit);
  }

  private OrderRequest words(Exit exit, VenueMarket market, BigDecimal size)
      throws OrderWords.Unsendable {
    OrderSpec named =
        new OrderSpec(
            exit.nextName(),
            exit.spec.symbol(),
            exit.spec.side(),
            exit.spec.quantity(),
            exit.spec.terms(),
            true,
            exit.spec.entry(),
            exit.spec.label());
    return isAtMarket(exit)
        ? venue.words().atMarket(named, market, size)
        : venue.words().of(named, market, size);
  }
}
