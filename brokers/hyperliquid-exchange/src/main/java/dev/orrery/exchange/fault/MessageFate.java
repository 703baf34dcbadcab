package dev.orrery.exchange.fault;

/** What faults make of a message. */
public enum MessageFate {
  /** It is sent. */
  SENT,
  /** It is sent twice. */
  TWICE,
  /** It is sent after the next one. */
  LATER,
  /** It is not sent. */
  NEVER
}
