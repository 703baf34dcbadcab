package dev.orrery.exchange.venue.book;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Trigger;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An order that lives: its ticket, what is left of it, and where it is. Confined to the venue. */
public final class Order {
  /** Where an order is. */
  public enum Phase {
    /** Being placed, or executing after its trigger. */
    TAKING,
    /** Waits for the entry of its group to fill. */
    WAITING_FOR_FILL,
    /** Waits for the mark price. */
    WAITING_FOR_TRIGGER,
    /** On the book. */
    RESTING,
    /** Gone. */
    DONE
  }

  /**
   * All of it, to be kept.
   *
   * @param ticket what never changes
   * @param left what is not filled yet
   * @param phase where it is
   * @param rank its place in time on the book
   * @param triggered whether its trigger has fired
   * @param filled whether any of it has filled
   */
  public record Saved(
      Ticket ticket, BigDecimal left, Phase phase, long rank, boolean triggered, boolean filled) {}

  private final Ticket ticket;
  private BigDecimal left;
  private Phase phase = Phase.TAKING;
  private long rank;
  private boolean triggered;
  private boolean filled;

  /** A new one. */
  public Order(Ticket ticket) {
    this.ticket = ticket;
    this.left = ticket.size();
  }

  /** One as it was kept. */
  public Order(Saved saved) {
    this.ticket = saved.ticket();
    this.left = saved.left();
    this.phase = saved.phase();
    this.rank = saved.rank();
    this.triggered = saved.triggered();
    this.filled = saved.filled();
  }

  /** All of it. */
  public Saved saved() {
    return new Saved(ticket, left, phase, rank, triggered, filled);
  }

  /** What never changes. */
  public Ticket ticket() {
    return ticket;
  }

  /** Its number. */
  public long oid() {
    return ticket.oid();
  }

  /** Whose. */
  public Address owner() {
    return ticket.owner();
  }

  /** Bid or ask. */
  public boolean isBuy() {
    return ticket.isBuy();
  }

  /** Limit. */
  public BigDecimal price() {
    return ticket.price();
  }

  /** What is not filled yet. */
  public BigDecimal left() {
    return left;
  }

  /** Where it is. */
  public Phase phase() {
    return phase;
  }

  /** Moves it. */
  public void phase(Phase to) {
    phase = to;
  }

  /** Its place in time on the book; set when it comes to rest. */
  public long rank() {
    return rank;
  }

  /** Gives it its place in time on the book. */
  public void rank(long place) {
    rank = place;
  }

  /** Whether its trigger has fired. */
  public boolean triggered() {
    return triggered;
  }

  /** Its trigger fires, for so much. */
  public void trigger(BigDecimal size) {
    triggered = true;
    left = size;
    phase = Phase.TAKING;
  }

  /** What it still waits for; null when it waits for nothing. */
  public @Nullable Trigger awaits() {
    return triggered ? null : ticket.trigger();
  }

  /** So much of it is filled. Of one on the book, the book is told first. */
  public void fill(BigDecimal quantity) {
    left = left.subtract(quantity);
    filled = true;
  }

  /** No more than this is left of it. Of one on the book, the book is told first. */
  public void shrink(BigDecimal to) {
    left = to;
  }

  /** Whether any of it has filled. */
  public boolean anyFilled() {
    return filled;
  }

  @Override
  public String toString() {
    return "order %d: %s %s of %s at %s, %s"
        .formatted(
            oid(),
            isBuy() ? "buy" : "sell",
            left.toPlainString(),
            ticket.size().toPlainString(),
            price().toPlainString(),
            phase);
  }
}
