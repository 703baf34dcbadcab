package dev.orrery.exchange.socket;

import dev.orrery.exchange.desk.Mids;
import dev.orrery.exchange.desk.ProtocolClock;
import dev.orrery.exchange.desk.Requests;
import dev.orrery.exchange.desk.VenueDesk;
import dev.orrery.exchange.fault.Faults;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.exchange.venue.VenueListener;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All connections. Made before the venue, whose listener it gives; told afterwards what it answers
 * from. Thread-safe.
 */
public final class Sockets implements AutoCloseable {
  private static final int GOING_AWAY = 1001;

  private final SocketLimits limits;
  private final Cadence cadence;
  private final Faults faults;
  private final Mids mids;
  private final LongSupplier nanoClock;
  private final Versions versions = new Versions();
  private final Map<Subscription, Integer> interest = new ConcurrentHashMap<>();
  private final Set<Talk> talks = ConcurrentHashMap.newKeySet();
  private final Map<String, Rates> rates = new HashMap<>();
  private final Gathering gathering =
      new Gathering(interest::containsKey, versions, notice -> teller().add(notice));
  private @Nullable Teller teller;
  private @Nullable VenueDesk desk;
  private @Nullable Requests requests;

  /** Nobody is connected. */
  public Sockets(
      SocketLimits limits, Cadence cadence, Faults faults, Mids mids, LongSupplier nanoClock) {
    this.limits = limits;
    this.cadence = cadence;
    this.faults = faults;
    this.mids = mids;
    this.nanoClock = nanoClock;
  }

  /** What the venue tells goes here. */
  public VenueListener listener() {
    return gathering;
  }

  /** A desk for a venue that tells this. */
  public VenueDesk desk(Venue venue, ProtocolClock clock) {
    return new VenueDesk(venue, clock, gathering, gathering::done);
  }

  /** Begins to tell. Once. */
  public void start(VenueDesk newDesk, Requests newRequests) {
    desk = newDesk;
    requests = newRequests;
    Teller newTeller = new Teller(newDesk, faults, new States(mids), versions, cadence, nanoClock);
    teller = newTeller;
    newTeller.start();
  }

  /** What holds a connection back that wants to be opened; empty when nothing does. */
  public Optional<String> refusal(String ip) {
    long open = talks.stream().filter(it -> it.connection().ip().equals(ip)).count();
    if (limits.connections() > 0 && open >= limits.connections()) {
      return Optional.of("Too many connections");
    }
    synchronized (rates) {
      return rates(ip).connects(limits.connectionsPerMinute())
          ? Optional.empty()
          : Optional.of("Too many new connections");
    }
  }

  /** A connection was opened. */
  public Talk open(Wire wire, String ip) {
    Connection connection = new Connection(wire, ip, limits, nanoClock);
    Talk talk = new Talk(connection, this, needed(requests), limits);
    talks.add(talk);
    return talk;
  }

  /** How many are open. */
  public int connections() {
    return talks.size();
  }

  /** How many subscriptions there are. */
  public int subscriptions() {
    return talks.stream().mapToInt(it -> it.connection().subscriptions().size()).sum();
  }

  /** Cuts those that follow a user, or all: they see no goodbye. */
  public void drop(@Nullable Address user) {
    matching(user).forEach(it -> it.connection().cut());
  }

  /** Sends nothing to those that follow a user, or to all, for so long. */
  public void silence(@Nullable Address user, Duration lasting) {
    matching(user).forEach(it -> it.connection().silence(lasting.toNanos()));
  }

  /** Tells a user something, as a person reads it. */
  public void notify(Address user, String text) {
    teller()
        .add(
            new Notice.News(
                new Subscription.Notifications(user), new AccountMessage.Notification(text)));
  }

  /** Closes what nothing was sent on for too long. To be called now and then. */
  public void closeIdle() {
    talks.stream()
        .map(Talk::connection)
        .filter(Connection::isIdle)
        .forEach(it -> it.close(1000, "Inactive"));
  }

  @Override
  public void close() {
    talks.forEach(it -> it.connection().close(GOING_AWAY, "the exchange ends"));
    if (teller != null) {
      teller.close();
    }
  }

  private List<Talk> matching(@Nullable Address user) {
    Predicate<Talk> follows = it -> user == null || it.connection().users().contains(user);
    return talks.stream().filter(follows).toList();
  }

  /** Whether there is such a market and such a kind of candle. */
  boolean isKnown(Subscription topic) {
    return Known.isKnown(topic, needed(desk).with(venue -> venue.settings().markets()));
  }

  /** Adds a connection to those who subscribed; it is told what is so far, then what is new. */
  void join(Connection who, Subscription topic, AckedWith ack) {
    interest.merge(topic, 1, Integer::sum);
    needed(desk)
        .change(venue -> {
          List<ServerMessage> first = new ArrayList<>();
          first.add(ack.message());
          first.addAll(new Firsts(mids).of(topic, venue));
          teller().add(new Notice.Joined(who, topic, first));
        });
  }

  void leave(Connection who, Subscription topic, AckedWith ack) {
    interest.computeIfPresent(topic, (it, count) -> count == 1 ? null : count - 1);
    teller().add(new Notice.Left(who, topic, List.of(ack.message())));
  }

  void gone(Talk talk) {
    if (talks.remove(talk)) {
      Connection who = talk.connection();
      for (Subscription topic : who.subscriptions()) {
        interest.computeIfPresent(topic, (it, count) -> count == 1 ? null : count - 1);
      }
      teller().add(new Notice.Gone(who));
    }
  }

  /** Whether an address of the internet may send another message. */
  boolean maySend(String ip) {
    synchronized (rates) {
      return rates(ip).sends(limits.messagesPerMinute());
    }
  }

  /** Subscriptions of an address of the internet. */
  int subscriptionsOf(String ip) {
    return talks.stream()
        .map(Talk::connection)
        .filter(it -> it.ip().equals(ip))
        .mapToInt(it -> it.subscriptions().size())
        .sum();
  }

  /** Accounts that an address of the internet follows. */
  Set<Address> usersOf(String ip) {
    Set<Address> users = new HashSet<>();
    talks.stream()
        .map(Talk::connection)
        .filter(it -> it.ip().equals(ip))
        .forEach(it -> users.addAll(it.users()));
    return users;
  }

  private Rates rates(String ip) {
    return rates.computeIfAbsent(ip, it -> new Rates(nanoClock));
  }

  private Teller teller() {
    return needed(teller);
  }

  private static <T> T needed(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the sockets have not been started");
    }
    return part;
  }
}
