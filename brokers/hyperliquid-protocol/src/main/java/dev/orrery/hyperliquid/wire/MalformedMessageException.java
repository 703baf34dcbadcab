package dev.orrery.hyperliquid.wire;

/**
 * A message that is no JSON, or not the message it should be. To a server it means status 422; to a
 * client that waits for an answer, that it still does not know.
 */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says where and what. */
  public MalformedMessageException(String message) {
    super(message);
  }

  /** Says where and what, and who noticed. */
  public MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
