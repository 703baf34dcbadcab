package dev.orrery.executor.account;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One order of the book, immutable. Each step returns the order after it, and this very instance
 * when it changes nothing: that is how repeated and late news are told from new ones.
 *
 * @param spec as it stands: an amendment changes price and quantity
 * @param origin firing id, latch, or {@link #EXTERNAL} and the venue's id
 * @param strategy who wanted it
 * @param epoch right it was made under
 * @param validUntil nothing of it is sent after this instant of the process's clock
 * @param placedAt timeline instant of the intent
 * @param state where it is
 * @param venueOrderId the venue's id; empty while unknown
 * @param filled sum of its fills
 * @param amending a change on its way
 * @param lastAmendment the change told last
 * @param resized whether it was changed, or was to be. A fill and a change may overtake each other,
 *     and a refused change may have followed one that nobody has told of yet, so the sum of fills
 *     does not say any more when such an order is done: the venue does
 */
public record TrackedOrder(
    OrderSpec spec,
    String origin,
    String strategy,
    long epoch,
    Instant validUntil,
    Instant placedAt,
    OrderState state,
    String venueOrderId,
    Quantity filled,
    @Nullable OrderSpec amending,
    BrokerEvent.@Nullable OrderAmended lastAmendment,
    boolean resized) {
  /** What the origin of an order begins with that was placed by somebody else. */
  public static final String EXTERNAL = "external:";

  static TrackedOrder of(AccountEntry.Intended intent, Quantity filled) {
    return new TrackedOrder(
        intent.order(),
        intent.origin(),
        intent.strategy(),
        intent.epoch(),
        intent.validUntil(),
        intent.at(),
        OrderState.INTENDED,
        "",
        filled,
        null,
        null,
        false);
  }

  /** Our id. */
  public ClientOrderId id() {
    return spec.id();
  }

  /** Whether it may enlarge a position. */
  public boolean opens() {
    return !spec.reduceOnly();
  }

  /** Whether somebody else placed it. */
  public boolean external() {
    return origin.startsWith(EXTERNAL);
  }

  /** Base units that may still fill; zero when final. */
  public Quantity remaining() {
    if (state.isFinal()) {
      return Quantity.ZERO;
    }
    Quantity left = spec.quantity().minus(filled);
    return left.signum() < 0 ? Quantity.ZERO : left;
  }

  /** Base units to count against caps: what remains, or what a change on its way would make it. */
  public Quantity reserved() {
    Quantity left = remaining();
    OrderSpec change = amending;
    return change != null && change.quantity().compareTo(left) > 0 && !state.isFinal()
        ? change.quantity()
        : left;
  }

  /** What remains, with the side's sign. */
  public BigDecimal signedRemaining() {
    BigDecimal left = remaining().value();
    return spec.side().sign() > 0 ? left : left.negate();
  }

  /** Whether it fills at once or ends: its effect on the position is only a matter of news. */
  public boolean immediate() {
    return immediate(spec.terms());
  }

  /** Whether an order on these terms fills at once or ends. */
  public static boolean immediate(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> true;
      case OrderTerms.Limit limit -> limit.timeInForce() == TimeInForce.IOC;
      case OrderTerms.Stop ignored -> false;
      case OrderTerms.TakeProfit ignored -> false;
    };
  }

  /** The highest price it can be worth: its own or that of a change on its way. */
  public Optional<Price> ownPrice() {
    Optional<Price> own = priceOf(spec.terms());
    OrderSpec change = amending;
    if (change == null || own.isEmpty()) {
      return own;
    }
    return priceOf(change.terms()).map(p -> p.compareTo(own.get()) > 0 ? p : own.get());
  }

  /** The price in the terms: the limit, or the trigger where there is none; empty at market. */
  public static Optional<Price> priceOf(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> Optional.empty();
      case OrderTerms.Limit limit -> Optional.of(limit.price());
      case OrderTerms.Stop stop -> Optional.of(stop.limit().orElse(stop.trigger()));
      case OrderTerms.TakeProfit take -> Optional.of(take.limit().orElse(take.trigger()));
    };
  }

  TrackedOrder opened(String venueId) {
    OrderState next = waits() ? OrderState.WAITING : OrderState.OPEN;
    TrackedOrder known = venueOrderId.isEmpty() && !venueId.isEmpty() ? withVenueId(venueId) : this;
    return known.moved(next);
  }

  TrackedOrder triggered() {
    return moved(OrderState.OPEN);
  }

  TrackedOrder unresolved() {
    return moved(OrderState.UNRESOLVED);
  }

  /** Its placing was refused. What the venue has shown to have is not un-said by that. */
  TrackedOrder rejected() {
    return state == OrderState.INTENDED || state == OrderState.UNRESOLVED
        ? moved(OrderState.REJECTED)
        : this;
  }

  TrackedOrder filledBy(Quantity quantity) {
    return with(spec, state, filled.plus(quantity), amending, lastAmendment).counted();
  }

  /** The state that the fills so far say. */
  private TrackedOrder counted() {
    if (filled.isZero()) {
      return this;
    }
    boolean all = !resized && filled.compareTo(spec.quantity()) >= 0;
    return moved(all ? OrderState.FILLED : OrderState.PARTIALLY_FILLED);
  }

  TrackedOrder closed(CloseReason reason) {
    TrackedOrder settled = amending == null ? this : with(spec, state, filled, null, lastAmendment);
    return switch (reason) {
      case FILLED ->
          settled.moved(
              resized || filled.compareTo(spec.quantity()) >= 0
                  ? OrderState.FILLED
                  : OrderState.SETTLING);
      case REJECTED -> settled.moved(filled.isZero() ? OrderState.REJECTED : OrderState.CANCELLED);
      case NEVER_SENT -> settled.moved(OrderState.EXPIRED);
      case CANCELLED, IOC_REMAINDER, REDUCE_ONLY, MARGIN, SIBLING, LIQUIDATION, OTHER ->
          settled.moved(OrderState.CANCELLED);
    };
  }

  TrackedOrder changing(AccountEntry.Amending change) {
    return state.isFinal()
        ? this
        : new TrackedOrder(
            spec,
            origin,
            strategy,
            epoch,
            change.validUntil(),
            placedAt,
            state,
            venueOrderId,
            filled,
            change.order(),
            lastAmendment,
            true);
  }

  /** The change on its way was refused. */
  TrackedOrder unchanged() {
    return amending == null ? this : with(spec, state, filled, null, lastAmendment);
  }

  TrackedOrder amended(BrokerEvent.OrderAmended event) {
    if (state.isFinal() || event.equals(lastAmendment)) {
      return this;
    }
    OrderTerms terms =
        switch (spec.terms()) {
          case OrderTerms.AtMarket it -> it;
          case OrderTerms.Limit it -> new OrderTerms.Limit(event.price(), it.timeInForce());
          case OrderTerms.Stop it -> new OrderTerms.Stop(event.price(), it.limit());
          case OrderTerms.TakeProfit it -> new OrderTerms.TakeProfit(event.price(), it.limit());
        };
    OrderSpec changed =
        new OrderSpec(
            spec.id(),
            spec.symbol(),
            spec.side(),
            event.remaining().plus(filled),
            terms,
            spec.reduceOnly(),
            spec.entry(),
            spec.label());
    return with(changed, state, filled, null, event).withVenueId(event.venueOrderId());
  }

  private boolean waits() {
    return spec.entry().isPresent()
        || spec.terms() instanceof OrderTerms.Stop
        || spec.terms() instanceof OrderTerms.TakeProfit;
  }

  private TrackedOrder moved(OrderState next) {
    return state.mayBecome(next) ? with(spec, next, filled, amending, lastAmendment) : this;
  }

  private TrackedOrder withVenueId(String venueId) {
    return new TrackedOrder(
        spec,
        origin,
        strategy,
        epoch,
        validUntil,
        placedAt,
        state,
        venueId,
        filled,
        amending,
        lastAmendment,
        resized);
  }

  private TrackedOrder with(
      OrderSpec newSpec,
      OrderState newState,
      Quantity newFilled,
      @Nullable OrderSpec newAmending,
      BrokerEvent.@Nullable OrderAmended newAmendment) {
    return new TrackedOrder(
        newSpec,
        origin,
        strategy,
        epoch,
        validUntil,
        placedAt,
        newState,
        venueOrderId,
        newFilled,
        newAmending,
        newAmendment,
        resized || newAmendment != null);
  }
}
