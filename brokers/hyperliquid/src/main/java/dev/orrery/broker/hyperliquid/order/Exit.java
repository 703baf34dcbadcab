package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One exit that is bound to an entry. Guarded by the monitor of {@link Orders}. */
final class Exit {
  final VenueOrder order;
  final ClientOrderId entry;
  OrderSpec spec;

  /** The most it may fill in all. */
  BigDecimal most;

  /** What has filled of the entry. */
  BigDecimal protects = BigDecimal.ZERO;

  /** How much of that is gone again by other means than this exit. */
  BigDecimal gone = BigDecimal.ZERO;

  /** What it stands for at the venue; zero while it is not there. */
  BigDecimal placed = BigDecimal.ZERO;

  /** By which of its names: one that was used and is over is not used again. */
  int attempt;

  /** The terms it stands there by; null when that is not known. */
  @Nullable OrderTerms standing;

  /** Its price was reached. */
  boolean fired;

  boolean entryEnded;

  /** Not tried again before this time of the process's clock, in nanoseconds. */
  long notBefore;

  int failures;

  Exit(VenueOrder order, OrderSpec spec, ClientOrderId entry) {
    this.order = order;
    this.spec = spec;
    this.entry = entry;
    this.most = spec.quantity().value();
  }

  /** The name the venue knows it by at present. */
  ClientOrderId name() {
    return name(spec.id(), attempt);
  }

  static ClientOrderId name(ClientOrderId id, int attempt) {
    return attempt == 0 ? id : ClientOrderId.of("exit", id.value(), attempt, 0, 0);
  }

  /** What it has to stand for at the venue now; zero for not being there. */
  BigDecimal wanted() {
    if (order.ended || (spec.terms() instanceof OrderTerms.Limit && !entryEnded)) {
      return BigDecimal.ZERO;
    }
    return protects.subtract(gone).min(most).subtract(order.filled).max(BigDecimal.ZERO);
  }

  /** What may still fill of it, as the account sees it. */
  BigDecimal remaining() {
    return entryEnded
        ? protects.subtract(gone).min(most).subtract(order.filled).max(BigDecimal.ZERO)
        : most.subtract(order.filled).max(BigDecimal.ZERO);
  }
}
