package dev.orrery.trigger.event;

import java.util.function.Consumer;

/**
 * Notices by channel. A notice may be lost, come twice, or come after later ones: it wakes, it
 * proves nothing. Thread-safe.
 */
public interface Notifications {
  /**
   * Listens on a channel.
   *
   * @param channel 1 to 63 characters, case kept
   * @param consumer hears the payload of each notice, on a thread of the implementation; must
   *     return at once
   */
  Listening listen(String channel, Consumer<String> consumer);

  /**
   * Hears each time the connection was made or made again, after all channels are listened on:
   * notices before it may have been lost. An implementation that cannot lose any never calls.
   */
  Listening onConnected(Runnable action);

  /** A place that was taken. */
  interface Listening extends AutoCloseable {
    /** Gives it up. Repeatable. */
    @Override
    void close();
  }
}
