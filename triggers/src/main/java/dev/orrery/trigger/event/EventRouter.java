package dev.orrery.trigger.event;

import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Timeline;
import dev.orrery.trigger.event.Notifications.Listening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to those who subscribed to their topic, in the order they subscribed.
 *
 * <p>Durable events come from the inbox by id: each subscription has a cursor, so that whatever is
 * hinted at, twice or not at all, an event reaches it once in the life of the process; after a
 * restart it comes again unless the subscriber says it is settled. The inbox is read on a hint,
 * when the connection was made again, and every few seconds in case a hint was lost. Plain notices
 * are handed on as they come, each with a fresh origin id.
 *
 * <p><b>Threads.</b> On a simulated or paced timeline everything is handed on by the thread that
 * drives it, between two of its tasks; on the wall by one thread of the router's, made with the
 * first subscription. A simulated timeline's thread reads the inbox itself; where time goes on by
 * itself the router's thread does, because an inbox that is away may take seconds to say so.
 * Thread-safe.
 */
public final class EventRouter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRouter.class);
  private static final Duration RESCAN = Duration.ofSeconds(5);
  private static final int BATCH = 256;

  private final Timeline timeline;
  private final EventInbox inbox;
  private final Notifications notifications;
  private final IdSource ids;
  private final Duration rescan;

  private final Object lock = new Object();
  private final Map<String, Listening> channels = new HashMap<>();
  private volatile List<Subscriber> subscribers = List.of();
  private volatile @Nullable ScheduledThreadPoolExecutor thread;
  private boolean closed;

  private final PublishedEvents published = new PublishedEvents();
  private final AtomicBoolean scanQueued = new AtomicBoolean();

  private final AtomicBoolean unreachable = new AtomicBoolean();

  /** Over an inbox and its hints, which is read every 5 s when none comes. */
  public EventRouter(
      Timeline timeline, EventInbox inbox, Notifications notifications, IdSource ids) {
    this(timeline, inbox, notifications, ids, RESCAN);
  }

  /** The same, read this often, process time. */
  public EventRouter(
      Timeline timeline,
      EventInbox inbox,
      Notifications notifications,
      IdSource ids,
      Duration rescan) {
    this.timeline = timeline;
    this.inbox = inbox;
    this.notifications = notifications;
    this.ids = ids;
    this.rescan = rescan;
  }

  /**
   * Subscribes to a topic.
   *
   * @param afterId durable events up to this id are of no interest; 0 for all that are kept
   * @return the place, to give up again
   * @throws dev.orrery.kernel.ProblemException when the topic is malformed
   */
  public Subscription subscribe(String topic, long afterId, EventSubscriber target) {
    Topics.check(topic);
    Subscriber subscriber = new Subscriber(topic, afterId, target);
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the event router is closed");
      }
      start();
      List<Subscriber> more = new ArrayList<>(subscribers);
      more.add(subscriber);
      subscribers = List.copyOf(more);
      channels.computeIfAbsent(topic, _ -> notifications.listen(topic, p -> onNotice(topic, p)));
    }
    scanSoon();
    return new Subscription() {
      @Override
      public long offeredTo() {
        return subscriber.cursor;
      }

      @Override
      public void close() {
        leave(subscriber);
      }
    };
  }

  /**
   * Hands on an event that lives in this process only: at the timeline's present instant, with an
   * origin of the caller's choosing, so that a recorded market that makes events makes the same
   * ones again. Durable events are emitted to the inbox instead.
   *
   * @param originId what makes it the same when it comes again: {@code jump:BTC:1385337600000}
   * @throws dev.orrery.kernel.ProblemException when topic or payload are malformed, or the origin
   *     came with another payload before
   */
  public void publish(String topic, String payload, String originId) {
    Topics.check(topic, payload);
    published.check(topic, payload, originId);
    execute(() -> handOn(topic, payload, originId));
  }

  /** Ends; what was not handed on stays in the inbox. Repeatable. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      subscribers = List.of();
      channels.values().forEach(Listening::close);
      channels.clear();
      ScheduledThreadPoolExecutor own = thread;
      if (own != null) {
        own.shutdownNow();
      }
    }
  }

  private void start() {
    if (thread != null) {
      return;
    }
    ScheduledThreadPoolExecutor own =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("orrery-events").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    thread = own;
    long nanos = rescan.toNanos();
    own.scheduleWithFixedDelay(this::scanSoon, nanos, nanos, TimeUnit.NANOSECONDS);
    channels.put(EventInbox.CHANNEL, notifications.listen(EventInbox.CHANNEL, _ -> scanSoon()));
    channels.put("", notifications.onConnected(this::scanSoon));
  }

  private void leave(Subscriber subscriber) {
    subscriber.left = true;
    synchronized (lock) {
      List<Subscriber> fewer = new ArrayList<>(subscribers);
      if (!fewer.remove(subscriber)) {
        return;
      }
      subscribers = List.copyOf(fewer);
      if (fewer.stream().noneMatch(other -> other.topic.equals(subscriber.topic))) {
        Listening channel = channels.remove(subscriber.topic);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private void onNotice(String topic, String payload) {
    String originId = "notice:" + ids.next();
    execute(() -> handOn(topic, payload, originId));
  }

  private void handOn(String topic, String payload, String originId) {
    for (Subscriber subscriber : subscribers) {
      if (subscriber.topic.equals(topic)) {
        subscriber.give(originId, payload);
      }
    }
  }

  /** Any number of hints make one scan. */
  private void scanSoon() {
    if (scanQueued.compareAndSet(false, true)) {
      if (timeline.kind() == Timeline.Kind.PACED) {
        own(this::scanBeside);
      } else {
        execute(this::scan);
      }
    }
  }

  private void execute(Runnable task) {
    if (timeline.kind() != Timeline.Kind.WALL) {
      timeline.at(timeline.nowMillis(), task);
      return;
    }
    own(task);
  }

  private void own(Runnable task) {
    // No lock here: notices come on threads that others may wait for while they hold it.
    ScheduledThreadPoolExecutor own = thread;
    if (own != null) {
      own.execute(task);
    }
  }

  private void scan() {
    scanQueued.set(false);
    attempt(() -> {
      while (handOn(read())) {
        LOG.debug("More events are waiting than one batch holds");
      }
    });
  }

  /** Reads on this thread and hands on on the timeline's; what is read twice is handed on once. */
  private void scanBeside() {
    scanQueued.set(false);
    attempt(() -> {
      Batch batch = read();
      if (!batch.events().isEmpty()) {
        execute(() ->
            attempt(() -> {
              if (handOn(batch)) {
                scanSoon();
              }
            }));
      }
    });
  }

  private void attempt(Runnable step) {
    try {
      step.run();
      if (unreachable.compareAndSet(true, false)) {
        LOG.info("The event inbox can be read again");
      }
    } catch (RuntimeException e) {
      if (unreachable.compareAndSet(false, true)) {
        LOG.warn("The event inbox cannot be read, trying again every {}", rescan, e);
      }
    }
  }

  private Batch read() {
    List<Subscriber> present = subscribers;
    if (present.isEmpty()) {
      return Batch.NONE;
    }
    Set<String> topics = present.stream().map(s -> s.topic).collect(Collectors.toSet());
    long after = present.stream().mapToLong(s -> s.cursor).min().orElseThrow();
    return new Batch(present, inbox.pending(topics, after, BATCH));
  }

  /** True when there may be more. */
  private static boolean handOn(Batch batch) {
    for (Event event : batch.events()) {
      for (Subscriber subscriber : batch.to()) {
        subscriber.offer(event);
      }
    }
    return batch.events().size() == BATCH;
  }

  /** What was read for those who were there. */
  private record Batch(List<Subscriber> to, List<Event> events) {
    private static final Batch NONE = new Batch(List.of(), List.of());
  }

  /** A place among those who hear of a topic. */
  public interface Subscription extends AutoCloseable {
    /** The durable event up to which all were offered: where to go on from another time. */
    long offeredTo();

    /** Gives it up: nothing is handed on afterwards. Repeatable, any thread. */
    @Override
    void close();
  }

  private static final class Subscriber {
    private final String topic;
    private final EventSubscriber target;
    private volatile boolean left;

    /** Everything up to this id was offered. Written by the thread that hands on. */
    private volatile long cursor;

    Subscriber(String topic, long afterId, EventSubscriber target) {
      this.topic = topic;
      this.cursor = afterId;
      this.target = target;
    }

    /** A subscriber that throws has had its chance until the next start: others must go on. */
    void offer(Event event) {
      if (event.id() <= cursor) {
        return;
      }
      // Thrown on: what the journal cannot tell now is asked again with the next scan.
      boolean wanted = !left && event.topic().equals(topic) && !target.settled(event);
      cursor = event.id();
      if (wanted) {
        give(event.originId(), event.payload());
      }
    }

    void give(String originId, String payload) {
      if (left) {
        return;
      }
      try {
        target.onEvent(originId, payload);
      } catch (RuntimeException e) {
        LOG.error("An event could not be handed on origin={} topic={}", originId, topic, e);
      }
    }
  }
}
