package dev.orrery.exchange.fault;

import dev.orrery.hyperliquid.Address;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can go wrong. */
public sealed interface Trouble {
  /** Its name in files and on the wire. */
  default String word() {
    return Words.of(this);
  }

  /** Something that happens to a request while it is answered. */
  sealed interface OfRequest extends Trouble {}

  /** Something that happens to a message on its way to those who subscribed. */
  sealed interface OfMessage extends Trouble {}

  /** Something that happens by itself, at a time or after a request. */
  sealed interface Event extends Trouble {}

  /** The request has its effect; the connection ends before its answer. */
  record LostReply() implements OfRequest {}

  /**
   * The answer comes late.
   *
   * @param by how late
   * @param before whether the request waits before it has an effect; otherwise its answer waits
   */
  record Delay(Duration by, boolean before) implements OfRequest {}

  /**
   * The request is answered with another status than 200.
   *
   * @param code 400 to 599
   * @param tookEffect whether an action was taken all the same
   */
  record Status(int code, boolean tookEffect) implements OfRequest {}

  /**
   * Orders of the request are refused that would have been taken.
   *
   * @param pass so many are let through first
   * @param refuse so many are refused after them
   * @param text what they are answered
   */
  record RejectOrders(int pass, int refuse, String text) implements OfRequest {}

  /** The message is sent twice. */
  record Duplicate() implements OfMessage {}

  /** The message is sent after the next one of its channel, its parts in reverse. */
  record Reorder() implements OfMessage {}

  /** The message is not sent. */
  record Missing() implements OfMessage {}

  /** Sockets are closed without a word: those that follow the user, or all. */
  record Drop() implements Event {}

  /**
   * Sockets stay open and nothing is sent on them: on those that follow the user, or on all.
   *
   * @param lasting how long
   */
  record Silence(Duration lasting) implements Event {}

  /**
   * The middle of the coin is told as it was, while the market moves on.
   *
   * @param lasting how long
   */
  record StaleMids(Duration lasting) implements Event {}

  /**
   * The venue's clock is off.
   *
   * @param by ahead of the world's, or behind it when below zero
   */
  record Skew(Duration by) implements Event {}

  /**
   * The exchange is saved, ends with all its connections, and comes back as it was saved.
   *
   * @param down how long it is away
   */
  record Restart(Duration down) implements Event {}

  /**
   * An agent of the user is gone.
   *
   * @param agent which
   */
  record RevokeAgent(Address agent) implements Event {}

  /** The user's positions are liquidated, however healthy. */
  record Liquidate() implements Event {}

  /** An hour of funding is paid on the coin, on all coins when none is named. */
  record Fund() implements Event {}

  /**
   * A market is asked to hold a price instead of following the recording.
   *
   * @param px the price; null lets it follow again
   */
  record HoldOracle(java.math.@Nullable BigDecimal px) implements Event {}
}
