package dev.orrery.executor;

import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.executor.reconcile.Comparison.InFlight;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.executor.reconcile.Suspicions;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a desk's book true to the venue: {@link #boot} before anybody decides, then every few
 * minutes, and soon and again after an unresolved outcome until its fate is known. Thread-safe; one
 * comparison at a time. Alarms come from the timeline, the venue is asked on the executor handed
 * in.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LAST_RETRY_MILLIS = 30_000;
  private static final long DAY_MILLIS = 86_400_000;

  private static final int UNANSWERED_FACTOR = 2;

  /** Each report costs much of what may be asked in a minute. */
  private static final int RETRY_FACTOR = 4;

  /** After the instant from which silence is an answer. */
  private static final long MARGIN_MILLIS = 100;

  private static final long NEVER = Long.MAX_VALUE;

  /** How far behind the last word of the venue fills are asked for again. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private final AccountDesk desk;
  private final Broker broker;
  private final Timeline timeline;
  private final Executor worker;
  private final ExecutorSettings settings;
  private final Meters meters;
  private final ReconcileListener listener;
  private final ReentrantLock comparing = new ReentrantLock();

  /** The broker where it lives in the thread of a simulated timeline; null elsewhere. */
  private final @Nullable SimulatedBroker inside;

  private final Inquiry inquiry;
  private final Suspicions suspicions;
  private @Nullable Instant watermark;

  /** The book a simulated venue last agreed with; null when it did not, or is not simulated. */
  private volatile @Nullable AccountState agreed;

  private volatile long agreedAt;

  private final Object alarms = new Object();
  private Timeline.@Nullable Alarm periodic;
  private Timeline.@Nullable Alarm retry;
  private long retryMillis = FIRST_RETRY_MILLIS;
  private boolean closed;

  /**
   * A reconciler of one desk and its broker; idle until {@link #boot} or {@link #start}.
   *
   * @param worker where the venue is asked, a report and a comparison that waits for it at once;
   *     may run on the caller's thread where the broker answers without I/O
   */
  public Reconciler(
      AccountDesk desk,
      Broker broker,
      Timeline timeline,
      Executor worker,
      ExecutorSettings settings,
      Meters meters,
      ReconcileListener listener) {
    this.desk = desk;
    this.broker = broker;
    this.timeline = timeline;
    this.worker = worker;
    this.settings = settings;
    this.meters = meters;
    this.listener = listener;
    this.inquiry = new Inquiry(broker, worker, settings.reportTimeout());
    this.suspicions = new Suspicions(settings.settleTime());
    this.inside =
        timeline.kind() == Timeline.Kind.SIMULATED && broker instanceof SimulatedBroker it
            ? it
            : null;
  }

  /**
   * Compares before anything is decided; puts every difference right at once. Blocks for the venue.
   *
   * @throws BrokerException when the venue cannot be asked: nothing may be decided yet
   */
  public List<Correction> boot() {
    List<Correction> corrections =
        compare(broker.effects() == Broker.Effects.INSIDE ? InFlight.NOTHING : InFlight.ORDERS);
    Set<ClientOrderId> unknown = unknown();
    if (!unknown.isEmpty()) {
      LOG.debug("Will ask for what may still arrive orders={}", unknown);
      long left = untilCertain(); // It was asked for just now: sooner would say no more.
      askAgain(left == NEVER ? FIRST_RETRY_MILLIS : left);
    }
    return corrections;
  }

  /** Begins to compare every few minutes. */
  public void start() {
    synchronized (alarms) {
      if (!closed && periodic == null) {
        periodic = next(settings.reconcileEvery().toMillis(), this::periodically);
      }
    }
  }

  /** The fate of these orders is unknown: asks soon, and again until it is known. */
  public void unresolved(Set<ClientOrderId> orders) {
    LOG.debug("Will ask for unresolved orders orders={}", orders);
    askAgain(FIRST_RETRY_MILLIS);
  }

  private void askAgain(long millis) {
    long pause = upToCertainty(millis);
    synchronized (alarms) {
      if (!closed && retry == null) {
        retryMillis = FIRST_RETRY_MILLIS;
        retry = next(pause, this::again);
      }
    }
  }

  /**
   * What the venue has never seen may still arrive until an order's end, and its silence says
   * nothing before. A look that would come shortly before that comes just after.
   */
  private long upToCertainty(long pause) {
    long left = untilCertain();
    return pause * 2 >= left ? left : pause;
  }

  /** A venue that has answered knows no more until then, unless it tells by itself. */
  private long certainty(long pause) {
    long left = untilCertain();
    return left == NEVER ? pause : left;
  }

  private long untilCertain() {
    Instant now = desk.processNow();
    return desk.state().working().stream()
        .filter(order -> isUnknown(order, now))
        .map(this::end)
        .filter(now::isBefore)
        .mapToLong(end -> Duration.between(now, end).toMillis() + MARGIN_MILLIS)
        .max()
        .orElse(NEVER);
  }

  /** Whether the broker was given up on a report and has not come back with it since. */
  public boolean unanswered() {
    return inquiry.hangs();
  }

  /** Compares now, on the calling thread. */
  public List<Correction> compareNow() {
    return compare(InFlight.EVERYTHING);
  }

  /** Ends; a comparison under way runs to its end. */
  @Override
  public void close() {
    synchronized (alarms) {
      closed = true;
      if (periodic != null) {
        periodic.cancel();
      }
      if (retry != null) {
        retry.cancel();
      }
    }
  }

  private Timeline.Alarm next(long millis, Runnable task) {
    return timeline.at(timeline.nowMillis() + millis, () -> worker.execute(task));
  }

  private void periodically() {
    synchronized (alarms) {
      periodic = closed ? null : next(settings.reconcileEvery().toMillis(), this::periodically);
    }
    if (!agreesStill()) {
      attempt();
    }
  }

  /**
   * On a simulated timeline book and paper account live in one thread: comparing them every few
   * minutes of a year costs more than the strategy. So it is first asked whether both have the same
   * cash and positions to the last digit, and only where they have not, or once a day where orders
   * work, they are compared. Of several positions the liquidation prices move with the market, each
   * with the others' marks; that of one alone does not while the account does not change. Of an
   * account without positions and orders nobody sees anything: one look a day is enough.
   */
  @SuppressWarnings("ReferenceEquality") // the desk gives the same state until it changes
  private boolean agreesStill() {
    AccountState before = agreed;
    SimulatedBroker own = inside;
    if (before == null || own == null) {
      return false;
    }
    AccountState now = desk.state();
    boolean recent = timeline.nowMillis() - agreedAt < DAY_MILLIS;
    boolean unseen = now.held().isEmpty() && now.working().isEmpty();
    if (before == now ? now.held().size() <= 1 : unseen && recent) {
      return true;
    }
    if ((!recent && !now.working().isEmpty()) || !desk.agreesWith(own.owned())) {
      return false;
    }
    agreed = desk.state();
    if (now.working().isEmpty()) {
      agreedAt = timeline.nowMillis();
      comparing.lock();
      try {
        watermark = overlapping(timeline.now());
      } finally {
        comparing.unlock();
      }
    }
    return true;
  }

  private void again() {
    boolean open = isAnythingOpen() || suspicious();
    boolean answered = !open || attempt(); // What news has told meanwhile is not asked for.
    boolean known = !open || (answered && unknown().isEmpty() && !suspicious());
    long longer =
        Math.min(retryMillis * (answered ? RETRY_FACTOR : UNANSWERED_FACTOR), LAST_RETRY_MILLIS);
    long pause = answered ? certainty(longer) : upToCertainty(longer);
    synchronized (alarms) {
      retry = null;
      if (!known && !closed) {
        retryMillis = longer;
        retry = next(pause, this::again);
      }
    }
  }

  /** Compares; a venue that cannot be asked now is told, and asked again. */
  private boolean attempt() {
    try {
      compare(InFlight.EVERYTHING);
      if (suspicious()) {
        confirmSoon();
      }
      return true;
    } catch (BrokerException e) {
      LOG.warn("The venue could not be asked cause={}", e.toString());
      meters.count(ExecutorMeters.RECONCILIATIONS, 1, "failed");
      listener.failed(e.toString());
      return false;
    }
  }

  private void confirmSoon() {
    synchronized (alarms) {
      if (!closed && retry == null) {
        retryMillis = settings.settleTime().toMillis();
        retry = next(retryMillis, this::again);
      }
    }
  }

  private boolean suspicious() {
    comparing.lock();
    try {
      return !suspicions.isEmpty();
    } finally {
      comparing.unlock();
    }
  }

  private Set<ClientOrderId> unknown() {
    Instant now = desk.processNow();
    return desk.state().working().stream()
        .filter(order -> isUnknown(order, now))
        .map(TrackedOrder::id)
        .collect(Collectors.toSet());
  }

  /** Whether nobody has told yet what became of some order, or of a change of it. */
  private boolean isAnythingOpen() {
    return desk.state().working().stream()
        .anyMatch(order ->
            order.state() == OrderState.UNRESOLVED
                || order.state() == OrderState.INTENDED
                || order.amending() != null);
  }

  /** Whether the venue may have more, less or other than the book says. */
  private boolean isUnknown(TrackedOrder order, Instant now) {
    return order.state() == OrderState.UNRESOLVED
        || order.state() == OrderState.INTENDED
        || (order.amending() != null && !now.isAfter(end(order)));
  }

  private Instant end(TrackedOrder order) {
    return order.validUntil().plus(settings.clockSkew());
  }

  private List<Correction> compare(InFlight inFlight) {
    List<Correction> corrections;
    List<Correction> suspected;
    VenueReport report;
    comparing.lock();
    try {
      Set<ClientOrderId> asked =
          desk.state().working().stream().map(TrackedOrder::id).collect(Collectors.toSet());
      long started = System.nanoTime();
      report = inquiry.ask(new ReportRequest(asked, since()));
      meters.time(ExecutorMeters.REQUEST, System.nanoTime() - started, "report");
      requireAnswered(asked, report);
      Waypoint.RECONCILING.reached();
      corrections = desk.reconcile(report, suspicions.sureAt(report.at()), inFlight);
      suspected = suspicions.keep(corrections, report.at());
      agreed = inside != null && corrections.isEmpty() ? desk.state() : null;
      agreedAt = timeline.nowMillis();
      watermark = overlapping(report.at());
    } finally {
      comparing.unlock();
    }
    List<Correction> done = corrections.stream().filter(it -> !it.entries().isEmpty()).toList();
    tell(new Reconciliation(report.at(), done, suspected));
    return corrections;
  }

  /** An order that a report is silent about would be one without news for ever. */
  private static void requireAnswered(Set<ClientOrderId> asked, VenueReport report) {
    if (report.asked().keySet().containsAll(asked)) {
      return;
    }
    Set<ClientOrderId> silent = new TreeSet<>(asked);
    silent.removeAll(report.asked().keySet());
    if (!silent.isEmpty()) {
      throw new BrokerException(
          BrokerException.Kind.PERMANENT,
          "the broker's report says nothing of "
              + silent.size()
              + " of "
              + asked.size()
              + " orders asked for: "
              + silent);
    }
  }

  /**
   * After a restart: from well before the venue's last word that we have. Of an account that we
   * begin with now: only what may be told after the report that it begins with.
   */
  private Instant since() {
    Instant known = watermark;
    if (known != null) {
      return known;
    }
    Reach reach = desk.reach();
    if (reach.fresh()) {
      return overlapping(timeline.now());
    }
    Instant began = reach.began();
    Instant from = before(reach.lastTold());
    return began != null && from.isBefore(overlapping(began)) ? overlapping(began) : from;
  }

  private Instant overlapping(Instant moment) {
    return moment.minus(settings.settleTime()).minus(settings.clockSkew());
  }

  private Instant before(long last) {
    long oldest =
        desk.state().working().stream()
            .mapToLong(order -> order.placedAt().toEpochMilli())
            .min()
            .orElse(Long.MAX_VALUE);
    long from = last == Long.MIN_VALUE ? oldest : Math.min(last, oldest);
    return from == Long.MAX_VALUE ? Instant.EPOCH : Instant.ofEpochMilli(from).minus(OVERLAP);
  }

  private void tell(Reconciliation found) {
    meters.count(ExecutorMeters.RECONCILIATIONS, 1, result(found));
    for (Correction correction : found.done()) {
      LOG.info(
          "Book put right kind={} subject={} detail={}",
          correction.kind(),
          correction.subject(),
          correction.detail());
      if (correction.isDrift()) {
        meters.count(ExecutorMeters.DRIFT, 1, correction.kind().name());
        listener.drifted(correction);
      }
    }
    listener.reconciled(found);
  }

  private static String result(Reconciliation found) {
    if (!found.done().isEmpty()) {
      return "corrected";
    }
    return found.agreed() ? "agreed" : "suspected";
  }
}
