package dev.orrery.database;

import dev.orrery.kernel.Unfailing;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hears {@code NOTIFY} on any number of channels over one connection of its own. A notification is
 * a hint: it may be repeated, and is lost when the connection is. So a listener is told whenever it
 * begins to hear, at first and after every loss, and then looks at the rows, which are the truth.
 *
 * <p>Waits are finite and a dead peer is found by a ping, because the driver notices neither by
 * itself. Outside a transaction, or nothing would arrive. Thread-safe; listeners are called on one
 * thread, one at a time, and must be quick.
 */
public final class NotificationListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);

  private static final int MAX_CHANNEL_BYTES = 63;
  private static final int WAIT_MILLIS = 200;
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int PING_SECONDS = 3;
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final long LONGEST_DELAY_MILLIS = 5_000;

  private final Database database;
  private final String name;
  private final Map<String, List<Subscription>> wanted = new ConcurrentHashMap<>();
  private final List<Runnable> connectActions = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean connected;

  /** Confined to the listening thread: counts connections. */
  private int generation;

  private NotificationListener(Database database, String name) {
    this.database = database;
    this.name = name;
    this.thread = Thread.ofPlatform().daemon().name("notifications-" + name).unstarted(this::run);
  }

  /** Hears what one channel brings. What it throws is logged. */
  public interface Subscriber {
    /** From now on nothing is missed, what was before may have been: look at the rows. */
    void onConnected();

    /** Somebody notified the channel. */
    void onNotify(String channel, String payload);
  }

  /**
   * Starts to listen, in the background and for as long as it takes: the database need not be
   * there.
   *
   * @param name what the server and the thread list show
   */
  public static NotificationListener open(Database database, String name) {
    NotificationListener listener = new NotificationListener(database, name);
    listener.thread.start();
    return listener;
  }

  /**
   * Adds a listener to a channel, in force when its {@link Subscriber#onConnected} is called.
   *
   * @param channel its exact name, of at most 63 bytes; case and hyphens count
   */
  public Subscription listen(String channel, Subscriber subscriber) {
    int bytes = channel.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_CHANNEL_BYTES) {
      throw new IllegalArgumentException(
          "a channel's name has 1 to " + MAX_CHANNEL_BYTES + " bytes, not " + bytes);
    }
    Subscription subscription = new Subscription(channel, subscriber);
    wanted.compute(
        channel,
        (key, present) -> {
          List<Subscription> all = present == null ? new CopyOnWriteArrayList<>() : present;
          all.add(subscription);
          return all;
        });
    return subscription;
  }

  /**
   * Adds an action for each time the connection was made or made again, after every channel wanted
   * by then is listened on and its subscribers were told.
   */
  public void onConnected(Runnable action) {
    connectActions.add(action);
  }

  /** Whether it hears right now. */
  public boolean connected() {
    return connected;
  }

  /** Stops listening; no listener is called afterwards. */
  @Override
  public void close() {
    closing.countDown();
    if (thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(PING_SECONDS + 2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long delay = FIRST_DELAY_MILLIS;
    while (!isClosing()) {
      int before = generation;
      try (Connection connection = database.connect("orrery listener " + name)) {
        generation++;
        hear(connection);
      } catch (SQLException e) {
        if (generation > before) {
          delay = FIRST_DELAY_MILLIS;
        }
        LOG.atLevel(generation > before || before == 0 ? Level.WARN : Level.DEBUG)
            .log(
                "not hearing notifications name={} retry_millis={} cause={}",
                name,
                delay,
                e.getMessage());
      } catch (RuntimeException | Error e) { // memory that a plugin took comes back
        Unfailing.error(LOG, "not hearing notifications for a moment", e);
      } finally {
        connected = false;
      }
      pause(delay);
      delay = Math.min(LONGEST_DELAY_MILLIS, delay * 2);
    }
  }

  private void hear(Connection connection) throws SQLException {
    PGConnection driver = connection.unwrap(PGConnection.class);
    Set<String> heard = new HashSet<>();
    long lastPing = System.nanoTime();
    while (!isClosing()) {
      follow(connection, heard);
      if (!connected) {
        connected = true;
        LOG.info("hearing notifications name={} channels={}", name, heard.size());
        connectActions.forEach(action -> guarded("every connection", action));
      }
      for (PGNotification notification : driver.getNotifications(WAIT_MILLIS)) {
        tell(notification);
      }
      if (System.nanoTime() - lastPing > PING_NANOS) {
        if (!connection.isValid(PING_SECONDS)) {
          throw new SQLException("no answer to a ping within " + PING_SECONDS + " s");
        }
        lastPing = System.nanoTime();
      }
    }
  }

  /** Makes what is heard what is wanted, and tells those who are heard for the first time. */
  private void follow(Connection connection, Set<String> heard) throws SQLException {
    for (String channel : wanted.keySet()) {
      if (heard.add(channel)) {
        execute(connection, "listen " + quoted(channel));
      }
    }
    for (String channel : List.copyOf(heard)) {
      if (!wanted.containsKey(channel)) {
        execute(connection, "unlisten " + quoted(channel));
        heard.remove(channel);
      }
    }
    for (String channel : heard) {
      for (Subscription subscription : wanted.getOrDefault(channel, List.of())) {
        if (subscription.told != generation) {
          subscription.told = generation;
          tell(subscription, subscription.subscriber::onConnected);
        }
      }
    }
  }

  private void tell(PGNotification notification) {
    for (Subscription subscription : wanted.getOrDefault(notification.getName(), List.of())) {
      tell(
          subscription,
          () ->
              subscription.subscriber.onNotify(
                  notification.getName(), notification.getParameter()));
    }
  }

  private void tell(Subscription subscription, Runnable call) {
    if (!subscription.closed) {
      guarded(subscription.channel, call);
    }
  }

  private void guarded(String what, Runnable call) {
    if (isClosing()) {
      return;
    }
    try {
      call.run();
    } catch (RuntimeException | Error e) { // memory that a plugin took comes back
      LOG.error("a subscriber failed channel={}", what, e);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Between half and all of the delay, so that those who lost the server together part ways. */
  private void pause(long delayMillis) {
    try {
      long jittered = ThreadLocalRandom.current().nextLong(delayMillis / 2, delayMillis + 1);
      if (closing.await(jittered, TimeUnit.MILLISECONDS)) {
        LOG.debug("notifications end name={}", name);
      }
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(String channel) {
    return '"' + channel.replace("\"", "\"\"") + '"';
  }

  /** One subscriber on one channel; closing it ends that. */
  public final class Subscription implements AutoCloseable {
    private final String channel;
    private final Subscriber subscriber;
    private volatile boolean closed;

    /** Confined to the listening thread: the connection it was told about. */
    private int told;

    private Subscription(String channel, Subscriber subscriber) {
      this.channel = channel;
      this.subscriber = subscriber;
    }

    @Override
    public void close() {
      closed = true;
      wanted.computeIfPresent(
          channel,
          (key, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
