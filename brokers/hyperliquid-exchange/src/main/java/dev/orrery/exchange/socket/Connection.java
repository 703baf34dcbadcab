package dev.orrery.exchange.socket;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessages;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One connection: what waits to be read by its client, and what it subscribed to. Sending never
 * waits; when too much waits, the connection is cut. Thread-safe.
 */
final class Connection {
  private final Wire wire;
  private final String ip;
  private final SocketLimits limits;
  private final LongSupplier nanoClock;

  // Under this.
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Set<Subscription> subscriptions = new LinkedHashSet<>();
  private long waitingChars;
  private boolean writing;
  private boolean pumping;
  private boolean closed;
  private long lastSentNanos;
  private long silentUntilNanos;
  private boolean silent;

  Connection(Wire wire, String ip, SocketLimits limits, LongSupplier nanoClock) {
    this.wire = wire;
    this.ip = ip;
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.lastSentNanos = nanoClock.getAsLong();
  }

  String ip() {
    return ip;
  }

  /** Sends a message, after those before it. */
  void send(ServerMessage message) {
    send(ServerMessages.write(message));
  }

  /** Sends a frame, after those before it. */
  void send(String frame) {
    boolean tooSlow;
    synchronized (this) {
      if (closed || isSilent()) {
        return;
      }
      waiting.addLast(frame);
      waitingChars += frame.length();
      lastSentNanos = nanoClock.getAsLong();
      tooSlow = waitingChars > limits.queueChars();
    }
    if (tooSlow) {
      cut();
    } else {
      pump();
    }
  }

  /** Writes one frame after the other; not recursive, however soon the wire is done. */
  private void pump() {
    synchronized (this) {
      if (pumping) {
        return;
      }
      pumping = true;
    }
    while (true) {
      String frame;
      synchronized (this) {
        if (writing || closed || waiting.isEmpty()) {
          pumping = false;
          return;
        }
        frame = waiting.removeFirst();
        writing = true;
      }
      wire.send(frame, written -> written(frame, written));
    }
  }

  private void written(String frame, boolean good) {
    synchronized (this) {
      writing = false;
      waitingChars -= frame.length();
    }
    if (good) {
      pump();
    } else {
      cut();
    }
  }

  /** Notes a subscription; false when it is there already. */
  synchronized boolean add(Subscription subscription) {
    return subscriptions.add(subscription);
  }

  /** Forgets a subscription; false when it was not there. */
  synchronized boolean remove(Subscription subscription) {
    return subscriptions.remove(subscription);
  }

  synchronized Set<Subscription> subscriptions() {
    return Set.copyOf(subscriptions);
  }

  /** The accounts it follows. */
  synchronized Set<Address> users() {
    return subscriptions.stream().flatMap(it -> Users.of(it).stream()).collect(Collectors.toSet());
  }

  /** Sends nothing for so long; what it would have sent is lost. */
  synchronized void silence(long nanos) {
    silent = true;
    silentUntilNanos = nanoClock.getAsLong() + nanos;
  }

  private boolean isSilent() {
    if (silent && silentUntilNanos - nanoClock.getAsLong() <= 0) {
      silent = false;
    }
    return silent;
  }

  /** Whether it has been told nothing for too long. One that is silent on demand stays open. */
  synchronized boolean isIdle() {
    return !isSilent() && nanoClock.getAsLong() - lastSentNanos >= limits.idle().toNanos();
  }

  void close(int code, String reason) {
    if (end()) {
      wire.close(code, reason);
    }
  }

  void cut() {
    if (end()) {
      wire.cut();
    }
  }

  /** It has ended; true for the first who says so. */
  synchronized boolean end() {
    boolean first = !closed;
    closed = true;
    waiting.clear();
    return first;
  }
}
