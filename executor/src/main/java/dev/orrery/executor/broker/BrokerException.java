package dev.orrery.executor.broker;

/** A broker could not do its part. Retry on the kind, never on the text. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Without a cause. */
  public BrokerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** With the cause. */
  public BrokerException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Which kind. */
  public Kind kind() {
    return kind;
  }

  /** Whether trying again can help. */
  public enum Kind {
    /** It may work later. */
    TRANSIENT,
    /** It will not. */
    PERMANENT
  }
}
