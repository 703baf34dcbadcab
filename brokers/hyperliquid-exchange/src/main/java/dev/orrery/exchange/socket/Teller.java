package dev.orrery.exchange.socket;

import dev.orrery.exchange.desk.VenueDesk;
import dev.orrery.exchange.fault.Faults;
import dev.orrery.exchange.fault.MessageFate;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessages;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who subscribed, on a thread of its own. All that the venue does, and who joins and
 * leaves, comes through one queue, in order: a snapshot is never followed by what it contains.
 */
final class Teller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final long BEAT_NANOS = 10_000_000L;
  private static final long LONGEST_HELD_NANOS = 1_000_000_000L;

  private final BlockingQueue<Notice> queue = new LinkedBlockingQueue<>();
  private final VenueDesk desk;
  private final Faults faults;
  private final States states;
  private final Versions versions;
  private final Cadence cadence;
  private final LongSupplier nanoClock;
  private final Thread thread;

  // Confined to the thread.
  private final Map<Subscription, Group> groups = new HashMap<>();
  private final Map<Subscription, Held> held = new LinkedHashMap<>();
  private long nextBeat;

  /** Those who subscribed to one thing, and what they were told. */
  private static final class Group {
    private final Set<Connection> members = new LinkedHashSet<>();
    private final @Nullable Duration pace;
    private long version = -1;
    private long toldNanos;
    private MarketMessage.BestPrices.@Nullable Pair best;
    private @Nullable Candle candle;

    Group(@Nullable Duration pace) {
      this.pace = pace;
    }
  }

  /** A message that waits for the next one of its channel, so that it comes after it. */
  private record Held(String frame, long untilNanos) {}

  Teller(
      VenueDesk desk,
      Faults faults,
      States states,
      Versions versions,
      Cadence cadence,
      LongSupplier nanoClock) {
    this.desk = desk;
    this.faults = faults;
    this.states = states;
    this.versions = versions;
    this.cadence = cadence;
    this.nanoClock = nanoClock;
    this.nextBeat = nanoClock.getAsLong();
    this.thread = Thread.ofPlatform().daemon().name("orrery-exchange-teller").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void add(Notice notice) {
    queue.add(notice);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        long wait = Math.max(0, nextBeat - nanoClock.getAsLong());
        Notice notice = queue.poll(wait, TimeUnit.NANOSECONDS);
        if (notice != null) {
          guarded(() -> handle(notice));
        }
        if (nanoClock.getAsLong() - nextBeat >= 0) {
          guarded(this::beat);
          nextBeat = nanoClock.getAsLong() + BEAT_NANOS;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The teller ends");
    }
  }

  /** One message that cannot be made must not silence all the others. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A message could not be told", e);
    }
  }

  private void handle(Notice notice) {
    switch (notice) {
      case Notice.News(var topic, var message) -> publish(topic, message);
      case Notice.CandleNews(var topic, var candle) -> candle(topic, candle);
      case Notice.Joined(var who, var topic, var first) -> {
        first.forEach(who::send);
        Group group = groups.computeIfAbsent(topic, it -> new Group(States.pace(it, cadence)));
        if (group.members.isEmpty()) {
          group.toldNanos = nanoClock.getAsLong();
          first.forEach(message -> isNewBest(topic, message));
        }
        group.members.add(who);
      }
      case Notice.Left(var who, var topic, var last) -> {
        leave(who, topic);
        last.forEach(who::send);
      }
      case Notice.Gone(var who) -> List.copyOf(groups.keySet()).forEach(it -> leave(who, it));
    }
  }

  private void leave(Connection who, Subscription topic) {
    Group group = groups.get(topic);
    if (group != null && group.members.remove(who) && group.members.isEmpty()) {
      groups.remove(topic);
      held.remove(topic);
    }
  }

  /** A new candle sends the old one off; otherwise the latest state waits for its time. */
  private void candle(Subscription.Candles topic, Candle candle) {
    Group group = groups.get(topic);
    if (group == null) {
      return;
    }
    Candle before = group.candle;
    if (before != null && before.openTime() != candle.openTime()) {
      publish(topic, new MarketMessage.CandleUpdate(before));
    }
    group.candle = candle;
  }

  /** What is due by time. */
  private void beat() {
    long now = nanoClock.getAsLong();
    List<Subscription> due = new ArrayList<>();
    groups.forEach((topic, group) -> {
      if (group.candle != null && now - group.toldNanos >= cadence.candle().toNanos()) {
        Candle candle = group.candle;
        group.candle = null;
        group.toldNanos = now;
        publish(topic, new MarketMessage.CandleUpdate(candle));
      }
      if (isDue(topic, group, now)) {
        due.add(topic);
      }
    });
    if (!due.isEmpty()) {
      tellStates(due, now);
    }
    List.copyOf(held.entrySet())
        .forEach(it -> {
          if (now - it.getValue().untilNanos >= 0) {
            release(it.getKey());
          }
        });
  }

  private boolean isDue(Subscription topic, Group group, long now) {
    if (group.pace == null) {
      return false;
    }
    long since = now - group.toldNanos;
    boolean isNews = versions.of(topic) != group.version;
    boolean isQuiet = since >= cadence.quiet().toNanos() && group.pace.isPositive();
    return (isNews && since >= group.pace.toNanos()) || isQuiet;
  }

  private void tellStates(List<Subscription> due, long now) {
    Map<Subscription, ServerMessage> messages = new LinkedHashMap<>();
    desk.change(venue -> {
      for (Subscription topic : due) {
        Group group = groups.get(topic);
        if (group != null) {
          group.version = versions.of(topic);
          group.toldNanos = now;
          Optional<ServerMessage> message = states.of(topic, venue);
          message.ifPresent(it -> messages.put(topic, it));
        }
      }
    });
    messages.forEach((topic, message) -> {
      if (isNewBest(topic, message)) {
        publish(topic, message);
      }
    });
  }

  /** The best prices are told when they change; the book changes more often. */
  private boolean isNewBest(Subscription topic, ServerMessage message) {
    Group group = groups.get(topic);
    if (group == null || !(message instanceof MarketMessage.BestPrices best)) {
      return true;
    }
    boolean isNew = !best.bbo().equals(group.best);
    group.best = best.bbo();
    return isNew;
  }

  private void publish(Subscription topic, ServerMessage message) {
    Group group = groups.get(topic);
    if (group == null) {
      return;
    }
    MessageFate fate = faults.of(Messages.told(topic, message));
    switch (fate) {
      case NEVER -> {}
      case LATER -> {
        release(topic);
        held.put(
            topic,
            new Held(
                ServerMessages.write(Messages.reversed(message)),
                nanoClock.getAsLong() + LONGEST_HELD_NANOS));
      }
      case SENT, TWICE -> {
        String frame = ServerMessages.write(message);
        send(group, frame);
        if (fate == MessageFate.TWICE) {
          send(group, frame);
        }
        release(topic);
      }
    }
  }

  private void release(Subscription topic) {
    Held waits = held.remove(topic);
    Group group = groups.get(topic);
    if (waits != null && group != null) {
      send(group, waits.frame);
    }
  }

  private static void send(Group group, String frame) {
    for (Connection each : group.members) {
      each.send(frame);
    }
  }
}
