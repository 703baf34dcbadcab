package dev.orrery.exchange;

import dev.orrery.exchange.control.Breaker;
import dev.orrery.exchange.control.ControlApi;
import dev.orrery.exchange.control.Guard;
import dev.orrery.exchange.control.SavedState;
import dev.orrery.exchange.desk.IpWeights;
import dev.orrery.exchange.desk.Mids;
import dev.orrery.exchange.desk.ProtocolClock;
import dev.orrery.exchange.desk.Requests;
import dev.orrery.exchange.desk.VenueDesk;
import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.Faults;
import dev.orrery.exchange.feed.Player;
import dev.orrery.exchange.server.DoorSettings;
import dev.orrery.exchange.server.HttpDoor;
import dev.orrery.exchange.socket.Sockets;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.Address;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local exchange, running: a venue, its markets, and a port on which clients trade as they
 * would with Hyperliquid. Thread-safe; several may run in one process.
 *
 * <p>
 *
 * {@snippet :
 * try (LocalExchange exchange = LocalExchange.with(VenueSettings.of(btc)).port(0).start()) {
 *   exchange.deposit(account, new BigDecimal("10000"));
 *   URI address = exchange.address();
 * }
 * }
 */
public final class LocalExchange implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalExchange.class);
  private static final long BEAT_MILLIS = 20;
  private static final int IDLE_EVERY = 50;

  private final ExchangeSettings settings;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("orrery-exchange-clock").unstarted(task));
  private final Faults faults;
  private final Sockets sockets;
  private final VenueDesk desk;
  private final Player player;
  private final SavedState state;
  private final Breaker breaker;
  private final HttpDoor door;
  private int beats;

  /** An exchange with this venue, to be started. */
  public static ExchangeBuilder with(VenueSettings venue) {
    return new ExchangeBuilder(venue);
  }

  LocalExchange(ExchangeSettings settings) {
    this.settings = settings;
    this.faults = new Faults(settings.venue().seed());
    Mids mids = new Mids(System::nanoTime);
    this.sockets =
        new Sockets(settings.limits(), settings.cadence(), faults, mids, System::nanoTime);
    ProtocolClock clock = new ProtocolClock(settings.world());
    Optional<byte[]> saved = Optional.ofNullable(settings.state()).flatMap(SavedState::read);
    this.desk = sockets.desk(saved.map(this::saved).orElseGet(this::fresh), clock);
    this.player =
        new Player(
            settings.recorded(),
            desk.with(it -> it.settings().markets()),
            settings.speed(),
            clock::millis,
            System::nanoTime,
            rows -> desk.change(venue -> rows.forEach(venue::market)));
    this.state = new SavedState(desk, player, settings.state());
    AtomicReference<@Nullable HttpDoor> opened = new AtomicReference<>();
    this.breaker =
        new Breaker(
            desk,
            sockets,
            mids,
            state,
            isAway -> Optional.ofNullable(opened.get()).ifPresent(it -> it.away(isAway)),
            clockwork);
    IpWeights weights = new IpWeights(settings.weightPerMinute(), System::nanoTime);
    Requests requests = new Requests(desk, faults, mids, weights, breaker);
    sockets.start(desk, requests);
    if (saved.isPresent()) {
      state.resume(saved.get());
    } else {
      desk.change(venue -> {
        player.history(settings.historyMinutes()).forEach(venue::history);
        settings.deposits().forEach((user, usdc) -> venue.control().deposit(user, usdc));
      });
    }
    ControlApi control =
        new ControlApi(
            desk,
            player,
            sockets,
            faults,
            state,
            breaker,
            settings.world()::millis,
            new Guard(settings.isLocal()));
    this.door =
        HttpDoor.open(
            new DoorSettings(
                settings.host(), settings.port(), settings.bodyBytes(), settings.limits()),
            requests,
            sockets,
            control);
    opened.set(door);
    begin();
  }

  private void begin() {
    settings.faults().forEach(this::add);
    player.start();
    clockwork.scheduleAtFixedRate(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    long block = settings.venue().blockMillis();
    if (block > 0) {
      clockwork.scheduleAtFixedRate(desk::closeBlock, block, block, TimeUnit.MILLISECONDS);
    }
  }

  private Venue fresh() {
    return new Venue(settings.venue(), sockets.listener());
  }

  private Venue saved(byte[] saved) {
    try {
      return Venue.load(new ByteArrayInputStream(SavedState.venueOf(saved)), sockets.listener());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration(
              String.valueOf(settings.state()),
              String.valueOf(e.getMessage()),
              "name another file with --state"),
          e);
    }
  }

  /** What time brings: faults, funding, and goodbyes. */
  private void beat() {
    try {
      faults.due(settings.world().millis()).forEach(breaker);
      desk.change(venue -> {});
      if (++beats % IDLE_EVERY == 0) {
        sockets.closeIdle();
      }
    } catch (RuntimeException e) {
      LOG.error("The clock's beat failed", e);
    }
  }

  /** Where it listens. */
  public int port() {
    return door.port();
  }

  /** What a client is given as the venue's address. */
  public URI address() {
    return URI.create("http://" + settings.host() + ":" + port());
  }

  /** What a client is given as the venue's socket. */
  public URI socket() {
    return URI.create("ws://" + settings.host() + ":" + port() + "/ws");
  }

  /** Asks for a fault; the name to take it back by. */
  public String add(Fault fault) {
    return faults.add(fault, settings.world().millis());
  }

  /** The faults in force. */
  public Faults faults() {
    return faults;
  }

  /** Gives money. */
  public void deposit(Address user, BigDecimal usdc) {
    desk.change(venue -> venue.control().deposit(user, usdc));
  }

  /** Does something with the venue, alone. */
  public <T extends @Nullable Object> T venue(Function<Venue, T> task) {
    return desk.with(task);
  }

  /** The markets' player. */
  public Player player() {
    return player;
  }

  /** Connections that are open. */
  public int connections() {
    return sockets.connections();
  }

  /** Actions taken so far. */
  public long actions() {
    return desk.actions();
  }

  /** Ends: says goodbye, and keeps the state if there is a file for it. */
  @Override
  public void close() {
    player.close();
    clockwork.shutdownNow();
    sockets.close();
    door.close();
    if (state.hasFile()) {
      state.saveFile();
    }
  }
}
