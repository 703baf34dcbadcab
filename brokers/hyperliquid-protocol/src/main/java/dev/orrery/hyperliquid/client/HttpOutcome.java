package dev.orrery.hyperliquid.client;

import java.nio.charset.StandardCharsets;

/** What HTTP made of a request. */
sealed interface HttpOutcome {
  /** A whole response. */
  final class Response implements HttpOutcome {
    private static final int LONGEST_SHOWN = 500;

    private final int status;
    private final byte[] body;

    Response(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }

    /** Status and the beginning of the content, for a log. */
    String shown() {
      String text = text();
      return status
          + " "
          + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...");
    }

    /** The content as text. */
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * No response.
   *
   * @param trouble {@link Trouble#NOT_CONNECTED} when nothing was sent, else something may have
   *     been
   */
  record Broken(Trouble trouble, String detail) implements HttpOutcome {}
}
