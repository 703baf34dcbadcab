package dev.orrery.executor.order;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an order is in its life. Events of an order may be repeated and may overtake each other, so
 * a state only ever moves forward: what would lead back is old news.
 */
public enum OrderState {
  /** In the journal; not known to be at the venue. */
  INTENDED,
  /** Sent, and the answer was lost: only the venue knows. */
  UNRESOLVED,
  /** The venue has it, and it waits for its trigger price or its entry. */
  WAITING,
  /** The venue works it. */
  OPEN,
  /** Part of it has filled. */
  PARTIALLY_FILLED,
  /** The venue says that it has filled, and not all of its fills have been told yet. */
  SETTLING,
  /** All of it filled. */
  FILLED,
  /** Ended before all of it filled. */
  CANCELLED,
  /** Refused by the venue. */
  REJECTED,
  /** Never sent, and its time has passed. */
  EXPIRED;

  private static final Set<OrderState> ENDS = EnumSet.of(FILLED, CANCELLED, REJECTED, EXPIRED);

  /** Whether nothing can come after it. */
  public boolean isFinal() {
    return ENDS.contains(this);
  }

  /** Whether an order in this state may go to that one. */
  public boolean mayBecome(OrderState next) {
    return switch (this) {
      case INTENDED, UNRESOLVED, WAITING, OPEN -> compareTo(next) < 0;
      case PARTIALLY_FILLED -> next == SETTLING || next.isFinal();
      case SETTLING -> next == FILLED || next == CANCELLED;
      case FILLED, CANCELLED, REJECTED, EXPIRED -> false;
    };
  }
}
