package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One order as we know it. Guarded by the monitor of {@link Orders}. */
final class VenueOrder {
  final ClientOrderId id;
  final String coin;
  final Side side;
  final boolean reduceOnly;

  /** Price terms as they stand; null of an order that was not placed here. */
  @Nullable OrderTerms terms;

  /** The venue's number; 0 before it is known. A change gives it another one. */
  long oid;

  /** Numbers it had before. */
  final Set<Long> former = new HashSet<>();

  /** Other names under which the venue has had it. */
  final Set<ClientOrderId> names = new HashSet<>();

  /** What it was placed for, with what its changes made of that: filled and remaining. */
  BigDecimal size;

  /** When it was placed. */
  Instant since = Instant.EPOCH;

  /** Sum of the fills told. */
  BigDecimal filled = BigDecimal.ZERO;

  /** The same by the number under which each filled; news of another number may come later. */
  private final Map<Long, BigDecimal> filledByNumber = new HashMap<>();

  /** Of an order the venue says is over: how much has filled. */
  @Nullable BigDecimal complete;

  /** Of such an order that did not fill: the venue's word. */
  @Nullable String word;

  /** Whether an executed order had a rest, which is gone. */
  boolean rest;

  /** Whether it was told that it rests. */
  boolean opened;

  /** Whether it was told that its price was reached. */
  boolean triggered;

  /** Changes under way: a cancel of the venue's may be part of one. */
  int changing;

  /** The venue's word of an end that came while a change was under way. */
  @Nullable String held;

  /** It was taken off to stand at another price, and is not known to stand again; else null. */
  @Nullable Move moving;

  boolean ended;

  /** Why it was refused when it was placed; null when it was not. */
  @Nullable String refused;

  /** The last fill told, and the fees of all. */
  @Nullable Fill lastFill;

  Usd fees = Usd.ZERO;

  VenueOrder(
      ClientOrderId id,
      String coin,
      Side side,
      BigDecimal size,
      boolean reduceOnly,
      @Nullable OrderTerms terms) {
    this.id = id;
    this.coin = coin;
    this.side = side;
    this.size = size;
    this.reduceOnly = reduceOnly;
    this.terms = terms;
  }

  /** Gives it the venue's number; whether it had another one before. */
  boolean numbered(long number) {
    if (oid == number || number == 0) {
      return false;
    }
    boolean changed = oid != 0;
    if (changed) {
      former.add(oid);
    }
    oid = number;
    return changed;
  }

  /** A fill of it was told, under this number. */
  void filled(long number, BigDecimal quantity) {
    filled = filled.add(quantity);
    filledByNumber.merge(number, quantity, BigDecimal::add);
  }

  /** What has filled in all when so much has under this number, as far as fills were told. */
  BigDecimal filledWith(long number, BigDecimal ofNumber) {
    return filled.subtract(filledByNumber.getOrDefault(number, BigDecimal.ZERO)).add(ofNumber);
  }

  BigDecimal remaining() {
    return size.subtract(filled).max(BigDecimal.ZERO);
  }
}
