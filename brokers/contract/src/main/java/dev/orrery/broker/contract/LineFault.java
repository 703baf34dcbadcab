package dev.orrery.broker.contract;

/** What is wrong with the line between a broker and its venue. */
public enum LineFault {
  /** Nothing any more. */
  NONE,
  /** The next request to change something never arrives; those after it do. */
  LOST_REQUEST,
  /** The next one arrives, and its reply is lost. */
  LOST_REPLY,
  /** The next one arrives with the first {@link BrokerHarness#pass} that goes past its validity. */
  LATE_REQUEST,
  /** Requests arrive, and nothing is answered, until {@link #NONE}. */
  SILENT,
  /** Nothing goes either way, and no news comes, until {@link #NONE}; what was lost stays lost. */
  DISCONNECT
}
