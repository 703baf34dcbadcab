package dev.orrery.runner.live;

import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.kernel.Secret;
import dev.orrery.runner.PackedClasses;
import dev.orrery.store.MainnetOrders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A venue and a database that live on while the daemons between them are killed: what one leaves
 * behind the next one starts on.
 */
final class LiveBench implements AutoCloseable {
  /** Who has used up the venue's weight of a minute asks again after it. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** So long it takes only when something was asked for again and again: what, is said. */
  private static final Duration SLOW = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MOST_STARTS = 10;
  private static final String PASSWORD = "LIVE_DATABASE_PASSWORD";

  final LiveVenue venue;
  private final EmbeddedServer server;
  private final Database database;
  private final MainnetOrders orders;
  private final Secret password;
  private final Path folder;
  private final Path config;
  private final Path plugins;
  private final PackedClasses classes;
  private final Names names = new Names();
  private @Nullable LiveProcess waiting;

  LiveBench(Path folder) throws IOException {
    this.folder = folder;
    this.venue = LiveVenue.open();
    EmbeddedServer.Settings usual = EmbeddedServer.Settings.in(folder.resolve("server"));
    this.server =
        EmbeddedServer.open(
            new EmbeddedServer.Settings(
                usual.dataDir(), usual.cacheDir(), false, usual.startTime()));
    this.database = Database.open(server.database().withTimeouts(PATIENCE, PATIENCE));
    this.orders = new MainnetOrders(database);
    this.password = Objects.requireNonNull(server.database().password());
    this.plugins = Hand.build(folder.resolve("plugins"));
    this.classes = PackedClasses.pack(folder.resolve("classes"));
    this.config = Files.writeString(folder.resolve("live.yaml"), yaml());
  }

  private String yaml() throws IOException {
    Path key = Files.writeString(folder.resolve("agent.key"), LiveVenue.AGENT_KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return """
    market: { source: '%s' }
    venue: { connectTimeout: 20s, answerTimeout: 20s, acknowledgedWithin: 30s, silence: 50s }
    broker: { kind: hyperliquid, hyperliquid: { clockSkew: 30s } }
    store: { url: '%s', user: '%s', password: '${env:%s}' }
    strategies:
      %s:
        vault: %s
        caps:
          maxPositionPct: 400
          maxTotalExposurePct: 400
          maxOrdersPerDay: 100000
          maxOrdersPerMinute: 10000
          maxLeverage: 10
          minOrderUsd: 10
          allowedSymbols: [BTC]
          dailyLossHaltPct: 90
    vaults:
      %s:
        hyperliquid: { address: '%s', agentKeyFile: '%s' }
    """
        .formatted(
            venue.exchange.address(),
            server.database().url(),
            server.database().user(),
            PASSWORD,
            Hand.NAME,
            Hand.VAULT,
            Hand.VAULT,
            LiveVenue.account(),
            key);
  }

  /** A daemon, on its way up. */
  LiveProcess start() throws IOException {
    return start(null);
  }

  /** A daemon that is ready. */
  LiveProcess up() throws IOException, InterruptedException {
    return up(null);
  }

  /** One that is ready, or stands at the waypoint where it was to stop before. */
  LiveProcess up(@Nullable Waypoint armed) throws IOException, InterruptedException {
    LiveProcess daemon = start(armed);
    for (int again = 0; !daemon.isUp(); again++) {
      daemon.close();
      if (again == MOST_STARTS) {
        throw new AssertionError("does not come up:\n" + daemon.lastLines());
      }
      daemon = start(armed);
    }
    standBy();
    return daemon;
  }

  private LiveProcess start(@Nullable Waypoint armed) throws IOException {
    LiveProcess daemon = waiting == null ? launched() : waiting;
    waiting = null;
    daemon.tell(LiveDaemon.GO + (armed == null ? "" : " " + armed));
    return daemon;
  }

  /** The process of the next daemon comes up while this one trades, and then waits. */
  private void standBy() throws IOException {
    if (waiting == null && classes.isComplete()) {
      waiting = launched();
    }
  }

  private LiveProcess launched() throws IOException {
    return LiveProcess.start(
        classes.options(),
        Map.of(PASSWORD, password.reveal()),
        config,
        folder.resolve("data"),
        plugins);
  }

  /** Waits until the daemon and its rows say what the venue says; what they say. */
  LiveState agrees(LiveProcess daemon, String when) throws InterruptedException {
    long began = System.nanoTime();
    long end = began + LONGEST.toNanos();
    boolean told = false;
    while (true) {
      LiveState state = daemon.state();
      // The daemon does so each second; it comes out the same however often it is done.
      orders.project(UUID.fromString(state.deployment()));
      List<String> differences =
          Agreement.differences(venue, LiveRows.read(database.jdbi()), state, names);
      if (differences.isEmpty()) {
        return state;
      }
      if (!told && System.nanoTime() - began > SLOW.toNanos()) {
        told = true;
        System.out.println("for long different " + when + ": " + differences);
        System.out.println(daemon.lastLines());
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "still different %s:\n%s\nits last lines:\n%s"
                .formatted(when, String.join("\n", differences), daemon.lastLines()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** The same, once the fate of every order is known. */
  void agreesOnAll(LiveProcess daemon, String when) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!agrees(daemon, when).sent().isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "still unknown " + when + "; its last lines:\n" + daemon.lastLines());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  /** What the rows say now. */
  LiveRows rows() {
    return LiveRows.read(database.jdbi());
  }

  @Override
  public void close() {
    if (waiting != null) {
      waiting.close();
    }
    database.close();
    server.close();
    venue.close();
  }
}
