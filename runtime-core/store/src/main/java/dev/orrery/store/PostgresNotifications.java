package dev.orrery.store;

import dev.orrery.database.NotificationListener;
import dev.orrery.trigger.event.EventInbox;
import dev.orrery.trigger.event.Notifications;
import java.util.function.Consumer;

/** Plain {@code pg_notify} as notices; loses what comes while the connection is gone. */
public final class PostgresNotifications implements Notifications {
  private final NotificationListener channels;

  /** Over a listening connection, which the caller closes. */
  public PostgresNotifications(NotificationListener channels) {
    this.channels = channels;
  }

  @Override
  public Listening listen(String channel, Consumer<String> consumer) {
    return listening(channel, () -> {}, consumer);
  }

  /** Told with the inbox's channel: all channels are listened on before anybody is told. */
  @Override
  public Listening onConnected(Runnable action) {
    return listening(EventInbox.CHANNEL, action, _ -> {});
  }

  private Listening listening(String channel, Runnable connected, Consumer<String> consumer) {
    var subscription =
        channels.listen(
            channel,
            new NotificationListener.Subscriber() {
              @Override
              public void onConnected() {
                connected.run();
              }

              @Override
              public void onNotify(String ignored, String payload) {
                consumer.accept(payload);
              }
            });
    return subscription::close;
  }
}
