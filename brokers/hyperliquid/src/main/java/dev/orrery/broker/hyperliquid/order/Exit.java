package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exit that is bound to an entry. Guarded by the monitor of {@link Orders}.
 *
 * <p><b>It never closes more than its entry brought.</b> At the venue it is a number of {@link
 * ExitPart parts}, none of which is ever changed there. What it has closed, and the most that its
 * parts may close yet, is together never more than what is known to have filled of the entry:
 *
 * <ul>
 *   <li>A part is added for no more than {@link #room}, in which every part counts in full that was
 *       ever sent: one without an answer, too, and one that is asked to end.
 *   <li>A part is taken out only when the venue has said that it is over, for what it has not
 *       executed; until all it has executed was told, that counts as well.
 *   <li>A name has one order at most. What has no answer is sent again as the same bytes, which the
 *       venue takes once; it is given up, and its name used again, only when the venue has said
 *       that these come too late and knows no order of the name.
 *   <li>After a restart nothing is placed before what the life before may have sent has expired.
 * </ul>
 *
 * <p>So it does not matter in which order fills, cancels and placings reach the venue, nor in which
 * order, how late or how often it tells of them: each only makes the room smaller than it is. To
 * stand for less, or by another price, an exit first lets go of parts, and takes up the room when
 * they are over.
 */
final class Exit {
  final VenueOrder order;
  final ClientOrderId entry;
  final List<ExitPart> parts = new ArrayList<>();
  OrderSpec spec;

  /** The most it may fill in all. */
  BigDecimal most;

  /** The most that was told of: as large it is in the book. */
  BigDecimal told;

  /** What has filled of the entry. */
  BigDecimal protects = BigDecimal.ZERO;

  /** How much of that is gone again by other means than this exit. */
  BigDecimal gone = BigDecimal.ZERO;

  /** How many of its names have been used. */
  int names;

  /** Its price was reached: what its entry brought is closed. */
  boolean fired;

  boolean entryEnded;

  /** Somebody does not want it any more. */
  boolean dismissed;

  /** What became of the last part that was over. */
  CloseReason lastEnd = CloseReason.CANCELLED;

  /** Nothing is done before this time of the process's clock, in nanoseconds. */
  long notBefore;

  int failures;

  Exit(VenueOrder order, OrderSpec spec, ClientOrderId entry) {
    this.order = order;
    this.spec = spec;
    this.entry = entry;
    this.most = spec.quantity().value();
    this.told = most;
  }

  /** The name of the next part. */
  ClientOrderId nextName() {
    return name(spec.id(), names);
  }

  static ClientOrderId name(ClientOrderId id, int number) {
    return number == 0 ? id : ClientOrderId.of("exit", id.value(), number, 0, 0);
  }

  /** The part of this name, or of this number of the venue's. */
  @Nullable ExitPart part(@Nullable ClientOrderId name, long oid) {
    for (ExitPart part : parts) {
      if (name == null ? oid != 0 && part.oid == oid : part.name.equals(name)) {
        return part;
      }
    }
    return null;
  }

  /** The most it may close in all, as far as is known now. */
  private BigDecimal allowed() {
    return protects.subtract(gone).min(most).max(BigDecimal.ZERO);
  }

  /** How much it may stand for beyond what it does; below zero when it stands for too much. */
  BigDecimal room() {
    BigDecimal room = allowed().subtract(order.filled);
    for (ExitPart part : parts) {
      room = room.subtract(part.left());
    }
    return room;
  }

  /** Whether it is to stand at the venue while its entry works. */
  boolean waitsForEntry() {
    return spec.terms() instanceof OrderTerms.Limit && !entryEnded;
  }

  /** Whether it closes a position now, so that nothing else has to. */
  boolean closes() {
    boolean atMarket =
        switch (spec.terms()) {
          case OrderTerms.Stop it -> it.limit().isEmpty();
          case OrderTerms.TakeProfit it -> it.limit().isEmpty();
          case OrderTerms.Limit _, OrderTerms.AtMarket _ -> false;
        };
    return fired && (atMarket || order.ended || order.filled.signum() > 0);
  }

  /** What may still fill of it, as the account sees it. */
  BigDecimal remaining() {
    return (entryEnded ? allowed() : most).subtract(order.filled).max(BigDecimal.ZERO);
  }
}
