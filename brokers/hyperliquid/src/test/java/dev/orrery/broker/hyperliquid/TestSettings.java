package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.hyperliquid.connection.ConnectionSettings;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestSettings;
import java.net.URI;
import java.time.Duration;

/** Settings for a venue that is near: short waits. */
public final class TestSettings {
  private TestSettings() {}

  /** The way to a scripted venue. */
  public static VenueAccess access(ScriptedVenue venue) {
    return new VenueAccess(
        new RestSettings(
            venue.rest(), Duration.ofSeconds(60), Duration.ofSeconds(60), 2, Duration.ofMillis(1)),
        sockets(venue.socket()),
        new RequestBudget(1_000_000, 1, 1, System::nanoTime),
        System::nanoTime);
  }

  /** A connection that pings every 50 ms and comes back within 80. */
  public static ConnectionSettings sockets(URI uri) {
    return new ConnectionSettings(
        uri,
        Duration.ofSeconds(60),
        Duration.ofMillis(50),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofMillis(10),
        Duration.ofMillis(80),
        0.5,
        Duration.ofSeconds(1),
        1_000,
        1 << 20,
        5);
  }
}
