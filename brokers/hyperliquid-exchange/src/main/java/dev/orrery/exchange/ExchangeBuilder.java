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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts an exchange together. Used once, by one thread. */
public final class ExchangeBuilder {
  /** Where clients that know of local exchanges look for one. */
  public static final int DEFAULT_PORT = 3001;

  private static final int WEIGHT_PER_MINUTE = 1_200;
  private static final int A_DAY = 1_440;
  private static final long BODY_BYTES = 1_000_000;

  private final VenueSettings venue;
  private final List<Recorded> recorded = new ArrayList<>();
  private final Map<Address, BigDecimal> deposits = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private String host = "127.0.0.1";
  private int port = DEFAULT_PORT;
  private double speed = 1;
  private int historyMinutes = A_DAY;
  private @Nullable Path state;
  private SocketLimits limits = SocketLimits.HYPERLIQUID;
  private Cadence cadence = Cadence.STANDARD;
  private int weightPerMinute = WEIGHT_PER_MINUTE;
  private InstantSource world = InstantSource.system();

  ExchangeBuilder(VenueSettings venue) {
    this.venue = venue;
  }

  /** The address to bind to; loopback unless said otherwise. */
  public ExchangeBuilder host(String other) {
    host = other;
    return this;
  }

  /** The port; 0 for a free one, {@value #DEFAULT_PORT} unless said otherwise. */
  public ExchangeBuilder port(int other) {
    port = other;
    return this;
  }

  /** Plays a recording for a market of the venue; markets without one stand still. */
  public ExchangeBuilder plays(Recorded market) {
    recorded.add(market);
    return this;
  }

  /** Market seconds a second; 1 unless said otherwise. */
  public ExchangeBuilder speed(double other) {
    speed = other;
    return this;
  }

  /** How many minutes of candles there are before the beginning; a day unless said otherwise. */
  public ExchangeBuilder history(int minutes) {
    historyMinutes = minutes;
    return this;
  }

  /** Gives money to an account before anybody comes. */
  public ExchangeBuilder fund(Address user, BigDecimal usdc) {
    deposits.merge(user, usdc, BigDecimal::add);
    return this;
  }

  /** Asks for faults from the beginning. */
  public ExchangeBuilder faults(List<Fault> some) {
    faults.addAll(some);
    return this;
  }

  /** Goes on from a file if it is there, and keeps everything in it when it ends. */
  public ExchangeBuilder state(Path file) {
    state = file;
    return this;
  }

  /** Limits of sockets; Hyperliquid's unless said otherwise. */
  public ExchangeBuilder limits(SocketLimits other) {
    limits = other;
    return this;
  }

  /** How often states are told again. */
  public ExchangeBuilder cadence(Cadence other) {
    cadence = other;
    return this;
  }

  /**
   * Weight that an address of the internet may use a minute; 0 for any, 1,200 unless said
   * otherwise.
   */
  public ExchangeBuilder weightPerMinute(int other) {
    weightPerMinute = other;
    return this;
  }

  /** The world's clock. */
  public ExchangeBuilder world(InstantSource other) {
    world = other;
    return this;
  }

  /**
   * Starts it.
   *
   * @throws dev.orrery.kernel.ProblemException REFUSED when the port is taken, CONFIGURATION when
   *     the state cannot be read
   */
  public LocalExchange start() {
    return new LocalExchange(
        new ExchangeSettings(
            host,
            port,
            venue,
            recorded,
            speed,
            historyMinutes,
            deposits,
            faults,
            state,
            limits,
            cadence,
            weightPerMinute,
            BODY_BYTES,
            world));
  }
}
