package dev.orrery.exchange.socket;

import java.util.function.Consumer;

/** Where frames of one connection go. Implemented over a real socket; thread-safe. */
public interface Wire {
  /**
   * Sends a frame.
   *
   * @param done called once when it is written or cannot be; {@code true} when it was
   */
  void send(String frame, Consumer<Boolean> done);

  /** Says goodbye and closes. */
  void close(int code, String reason);

  /** Ends without a word. */
  void cut();
}
