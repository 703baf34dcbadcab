package dev.orrery.broker.hyperliquid.connection;

import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted, and how far the present socket has come with it: asked for, acknowledged, heard.
 * What is wanted outlives sockets. Confined to the connection's thread.
 */
final class Channels {
  /** With the silence after which a channel counts as stopped; zero for one that may be quiet. */
  private final Map<Subscription, Duration> wanted = new LinkedHashMap<>();

  private final Set<Subscription> unacknowledged = new LinkedHashSet<>();

  /** When a channel was last heard, of those that must not be quiet. */
  private final Map<String, Long> heard = new HashMap<>();

  /** Whether it is new. */
  boolean want(Subscription subscription, Duration silence) {
    if (!wanted.containsKey(subscription)
        && wanted.size() >= ConnectionSettings.MOST_SUBSCRIPTIONS) {
      throw new IllegalStateException(
          "the venue takes " + ConnectionSettings.MOST_SUBSCRIPTIONS + " subscriptions");
    }
    return wanted.put(subscription, silence) == null;
  }

  /** Whether it was wanted. */
  boolean forget(Subscription subscription) {
    unacknowledged.remove(subscription);
    boolean was = wanted.remove(subscription) != null;
    if (wanted.keySet().stream().noneMatch(it -> it.channel().equals(subscription.channel()))) {
      heard.remove(subscription.channel());
    }
    return was;
  }

  /** A new socket: all has to be asked for again. */
  List<Subscription> begin() {
    unacknowledged.clear();
    heard.clear();
    unacknowledged.addAll(wanted.keySet());
    return List.copyOf(unacknowledged);
  }

  /** One more was asked for on the present socket. */
  void asked(Subscription subscription) {
    unacknowledged.add(subscription);
  }

  /** Whether it was waited for. */
  boolean acknowledged(Subscription subscription, long now) {
    Duration silence = wanted.get(subscription);
    if (silence != null && silence.isPositive()) {
      heard.putIfAbsent(subscription.channel(), now);
    }
    return unacknowledged.remove(subscription);
  }

  boolean allAcknowledged() {
    return unacknowledged.isEmpty();
  }

  /** For a message: what is missing. */
  List<Subscription> missing() {
    return new ArrayList<>(unacknowledged);
  }

  void heard(String channel, long now) {
    heard.computeIfPresent(channel, (name, before) -> now);
  }

  /** A channel that has been quiet for too long, if there is one. */
  @Nullable String stopped(long now) {
    for (Map.Entry<Subscription, Duration> each : wanted.entrySet()) {
      Long last = heard.get(each.getKey().channel());
      if (last != null && each.getValue().isPositive() && now - last >= each.getValue().toNanos()) {
        return each.getKey().channel();
      }
    }
    return null;
  }

  /** Nanoseconds until one may have stopped; {@link Long#MAX_VALUE} when nothing is watched. */
  long left(long now) {
    long left = Long.MAX_VALUE;
    for (Map.Entry<Subscription, Duration> each : wanted.entrySet()) {
      Long last = heard.get(each.getKey().channel());
      if (last != null && each.getValue().isPositive()) {
        left = Math.min(left, last + each.getValue().toNanos() - now);
      }
    }
    return left;
  }
}
