package dev.orrery.exchange.desk;

import dev.orrery.exchange.venue.Venue;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The middles as clients are told them: those of the venue, but for coins whose middle is stale on
 * demand. Thread-safe.
 */
public final class Mids {
  private final LongSupplier nanoClock;
  private final Map<String, Stale> stale = new ConcurrentHashMap<>();

  private record Stale(BigDecimal px, long endNanos) {}

  /** All true. */
  public Mids(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Tells a coin's middle as it is now for so long. A coin without one stays as it is. */
  public void hold(Venue venue, String coin, Duration lasting) {
    BigDecimal px = venue(venue, null).get(coin);
    if (px != null) {
      stale.put(coin, new Stale(px, nanoClock.getAsLong() + lasting.toNanos()));
    }
  }

  /** The middles of a dex. */
  public Map<String, BigDecimal> of(Venue venue, @Nullable String dex) {
    Map<String, BigDecimal> mids = venue(venue, dex);
    if (stale.isEmpty()) {
      return mids;
    }
    long now = nanoClock.getAsLong();
    stale.values().removeIf(it -> it.endNanos - now <= 0);
    Map<String, BigDecimal> told = new HashMap<>(mids);
    stale.forEach((coin, it) -> told.replace(coin, it.px));
    return told;
  }

  private static Map<String, BigDecimal> venue(Venue venue, @Nullable String dex) {
    Map<String, BigDecimal> mids = venue.info(new MarketRequest.AllMids(dex));
    return mids == null ? Map.of() : mids;
  }
}
