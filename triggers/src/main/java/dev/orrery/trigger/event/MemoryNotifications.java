package dev.orrery.trigger.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Notices within one process: delivered at once on the sender's thread, none lost. Thread-safe. */
public final class MemoryNotifications implements Notifications {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Tells everybody who listens on the channel now. */
  public void send(String channel, String payload) {
    for (Listener listener : listeners) {
      if (listener.channel.equals(channel)) {
        listener.consumer.accept(payload);
      }
    }
  }

  @Override
  public Listening listen(String channel, Consumer<String> consumer) {
    Listener listener = new Listener(channel, consumer);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Listening onConnected(Runnable action) {
    return () -> {};
  }

  /** Compared by identity: one consumer may listen twice. */
  private static final class Listener {
    private final String channel;
    private final Consumer<String> consumer;

    Listener(String channel, Consumer<String> consumer) {
      this.channel = channel;
      this.consumer = consumer;
    }
  }
}
