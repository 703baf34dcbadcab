package dev.orrery.exchange;

import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.feed.Recorded;
import dev.orrery.exchange.socket.Cadence;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange is made of; {@link ExchangeBuilder} says what each is.
 *
 * @param bodyBytes longest body of a request
 */
record ExchangeSettings(
    String host,
    int port,
    VenueSettings venue,
    List<Recorded> recorded,
    double speed,
    int historyMinutes,
    Map<Address, BigDecimal> deposits,
    List<Fault> faults,
    @Nullable Path state,
    SocketLimits limits,
    Cadence cadence,
    int weightPerMinute,
    long bodyBytes,
    InstantSource world) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  ExchangeSettings {
    recorded = List.copyOf(recorded);
    deposits = Map.copyOf(deposits);
    faults = List.copyOf(faults);
  }

  boolean isLocal() {
    return LOOPBACK.contains(host);
  }
}
