package dev.orrery.broker.hyperliquid.connection;

import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.socket.ClientFrame;
import dev.orrery.hyperliquid.wire.socket.ControlMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessages;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connection's thread does: takes happenings one by one, and looks at the clock in
 * between. Confined to that thread but for {@link #tell}, {@link #state} and {@link #end}.
 */
final class ConnectionLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(VenueConnection.class);

  private final ConnectionSettings settings;
  private final LongSupplier nanoTime;
  private final ConnectionListener listener;
  private final IntervalFunction pauses;
  private final LinkedBlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Channels channels = new Channels();
  private volatile ConnectionState state = ConnectionState.DOWN;
  private volatile boolean ended;

  private @Nullable Link link;

  /** Of an open socket. */
  private @Nullable Heartbeat heartbeat;

  /** Opening, subscribing or pausing is over at this time. */
  private long deadline;

  private long upSince;
  private int attempt = 1;
  private int unreadable;

  ConnectionLoop(ConnectionSettings settings, LongSupplier nanoTime, ConnectionListener listener) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.pauses = settings.pauses();
  }

  void tell(Happening happening) {
    happenings.add(happening);
  }

  ConnectionState state() {
    return state;
  }

  void end() {
    ended = true;
    tell(new Happening.Woken());
  }

  @Override
  public void run() {
    try {
      deadline = now();
      while (!ended) {
        try {
          step();
        } catch (RuntimeException | Error e) { // memory that a plugin took comes back
          stumbled(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      state = ConnectionState.CLOSED;
      Link last = link;
      if (last != null) {
        last.drop("closed");
      }
    }
  }

  private void step() throws InterruptedException {
    Happening next = happenings.poll(untilNext(), TimeUnit.NANOSECONDS);
    if (next != null) {
      take(next);
    }
    if (!ended) {
      look();
    }
  }

  /** Something was not taken, and nobody knows what it would have changed: begins anew. */
  private void stumbled(Throwable cause) {
    try {
      LOG.error("The connection stumbled uri={}", settings.uri(), cause);
      lost("a message could not be taken: " + cause);
    } catch (RuntimeException | Error e) {
      deadline = now();
    }
  }

  private void connect() {
    Link next = new Link(settings, queued, this::tell);
    link = next;
    heartbeat = null;
    deadline = now() + settings.connectTimeout().toNanos();
    next.connect();
  }

  private void take(Happening happening) {
    switch (happening) {
      case Happening.Opened(var of) when of.equals(link) -> opened(of);
      case Happening.Frame(var of, var text) -> {
        queued.decrementAndGet();
        if (of.equals(link)) {
          frame(text);
        }
      }
      case Happening.Lost(var of, var cause) when of.equals(link) -> lost(cause);
      case Happening.Wanted(var subscription, var silence) -> want(subscription, silence);
      case Happening.Unwanted(var subscription) -> forget(subscription);
      case Happening.Opened _, Happening.Lost _ -> {} // Of a socket that was given up.
      case Happening.Woken _ -> {}
    }
  }

  private void opened(Link open) {
    long now = now();
    heartbeat = new Heartbeat(settings.pingEvery(), settings.silence(), now);
    unreadable = 0;
    deadline = now + settings.acknowledgedWithin().toNanos();
    state = ConnectionState.SUBSCRIBING;
    for (Subscription subscription : channels.begin()) {
      open.write(new ClientFrame.Subscribe(subscription).json());
    }
    upIfComplete();
  }

  private void want(Subscription subscription, Duration silence) {
    if (!channels.want(subscription, silence) || heartbeat == null || link == null) {
      return;
    }
    channels.asked(subscription);
    deadline = now() + settings.acknowledgedWithin().toNanos();
    link.write(new ClientFrame.Subscribe(subscription).json());
  }

  private void forget(Subscription subscription) {
    if (channels.forget(subscription) && heartbeat != null && link != null) {
      link.write(new ClientFrame.Unsubscribe(subscription).json());
      upIfComplete();
    }
  }

  private void frame(String text) {
    if (heartbeat == null) {
      return;
    }
    heartbeat.heard(now());
    ServerMessage message;
    try {
      message = ServerMessages.read(text);
      unreadable = 0;
    } catch (MalformedMessageException e) {
      unreadable(e);
      return;
    }
    switch (message) {
      case ControlMessage.Acknowledged it -> acknowledged(it);
      case ControlMessage.Failed it -> failed(it.text());
      case ControlMessage.Pong _ -> {}
      case ControlMessage.Text it -> LOG.debug("The venue says text={}", it.text());
      case ControlMessage it -> LOG.debug("Nobody asked for this channel={}", it.channel());
      case ServerMessage it -> {
        channels.heard(it.channel(), now());
        listen(() -> listener.message(it));
      }
    }
  }

  private void acknowledged(ControlMessage.Acknowledged message) {
    if (!message.method().equals("subscribe")) {
      return;
    }
    try {
      acknowledged(message.subscribed());
    } catch (MalformedMessageException e) {
      LOG.debug("An acknowledgement of something nobody asked for", e);
    }
  }

  private void acknowledged(Subscription subscription) {
    if (channels.acknowledged(subscription, now()) && state == ConnectionState.UP) {
      listen(() -> listener.subscribed(subscription));
    }
    upIfComplete();
  }

  private void upIfComplete() {
    if (state == ConnectionState.SUBSCRIBING && channels.allAcknowledged()) {
      state = ConnectionState.UP;
      upSince = now();
      LOG.info("Connected uri={}", settings.uri());
      listen(listener::up);
    }
  }

  /** Some errors carry the subscription they are about; whose is unknown belongs to nobody. */
  private void failed(String text) {
    int json = text.indexOf('{');
    Subscription about = null;
    if (json >= 0) {
      try {
        about = Subscription.read(WireJson.tree(text.substring(json)));
      } catch (MalformedMessageException e) {
        LOG.debug("An error about something that is no subscription", e);
      }
    }
    if (about != null && text.startsWith("Already subscribed")) {
      acknowledged(about);
    } else if (about != null && text.startsWith("Invalid subscription")) {
      LOG.error("The venue does not take a subscription text={}", text);
      Subscription refused = about;
      channels.forget(refused);
      listen(() -> listener.refused(refused, text));
      upIfComplete();
    } else {
      LOG.warn("The venue refused a message text={}", text);
    }
  }

  private void unreadable(MalformedMessageException cause) {
    String text = String.valueOf(cause.getMessage());
    int colon = text.indexOf(": ");
    String channel =
        cause.getCause() instanceof MalformedMessageException && colon > 0
            ? text.substring(0, colon)
            : "";
    LOG.warn("A frame cannot be read channel={} cause={}", channel, text);
    listen(() -> listener.unreadable(channel, text));
    if (++unreadable >= settings.mostUnreadable()) {
      lost(unreadable + " frames in a row could not be read");
    }
  }

  /** What the clock says. */
  private void look() {
    long now = now();
    Heartbeat open = heartbeat;
    Link current = link;
    if (current == null) {
      if (now - deadline >= 0) {
        connect();
      }
      return;
    }
    if (open == null) {
      if (now - deadline >= 0) {
        lost("not open within " + settings.connectTimeout().toMillis() + " ms");
      }
      return;
    }
    String stopped = channels.stopped(now);
    if (open.dead(now)) {
      lost("nothing was heard for " + settings.silence().toMillis() + " ms");
    } else if (stopped != null) {
      lost("the channel " + stopped + " has stopped");
    } else if (!channels.allAcknowledged() && now - deadline >= 0) {
      lost(
          "not acknowledged within "
              + settings.acknowledgedWithin().toMillis()
              + " ms: "
              + channels.missing());
    } else if (open.pingDue(now)) {
      current.write(new ClientFrame.Ping().json());
    }
  }

  private void lost(String cause) {
    Link old = link;
    if (old == null) {
      return;
    }
    long now = now();
    boolean was = state == ConnectionState.UP;
    if (was && now - upSince >= settings.stableAfter().toNanos()) {
      attempt = 1;
    }
    long pause = pauses.apply(attempt);
    attempt = Math.min(attempt + 1, 1_000);
    link = null;
    heartbeat = null;
    state = ConnectionState.DOWN;
    deadline = now + TimeUnit.MILLISECONDS.toNanos(pause);
    old.drop(cause);
    LOG.warn("Not connected uri={} cause={} againInMillis={}", settings.uri(), cause, pause);
    if (was) {
      listen(() -> listener.down(cause));
    }
  }

  private long untilNext() {
    long now = now();
    long next = deadline - now;
    Heartbeat open = heartbeat;
    if (open != null) {
      next = Math.min(open.next() - now, channels.left(now));
      if (!channels.allAcknowledged()) {
        next = Math.min(next, deadline - now);
      }
    }
    return Math.max(0, next);
  }

  private void listen(Runnable telling) {
    if (ended) {
      return;
    }
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.error("A listener of the connection failed", e);
    }
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}
