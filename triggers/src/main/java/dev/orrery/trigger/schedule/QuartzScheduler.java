package dev.orrery.trigger.schedule;

import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.simpl.RAMJobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks on the wall timeline, by Quartz: one Quartz trigger for each distinct schedule. Two
 * threads: Quartz's own, which waits, and one that wakes listeners; whoever listens returns at
 * once. All that touches {@link Wake#due} and the marks of a {@link Place} runs on the second.
 *
 * <p>Quartz fires a millisecond or two early. The listener still hears the scheduled instant, and
 * not before the timeline has reached it.
 */
public final class QuartzScheduler implements Scheduler {
  /** A mark later than this is missed. */
  public static final Duration TOLERANCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(QuartzScheduler.class);
  private static final String MARKS = "marks";
  private static final String CATCH_UPS = "catch-ups";

  /** Quartz registers schedulers by name in the whole process. */
  private static final AtomicLong NAMES = new AtomicLong();

  private static final long MOST_EARLY_MILLIS = 20;

  private final Timeline timeline;
  private final long toleranceMillis;
  private final org.quartz.Scheduler quartz;
  private final Thread keeping;
  private final Map<Schedule, Wake> wakes = new HashMap<>();
  private final Map<JobKey, Work> works = new ConcurrentHashMap<>();
  private long arrivals;
  private volatile boolean closed;
  private volatile @Nullable Thread waker;

  /** With the usual tolerance. */
  public QuartzScheduler(Timeline timeline) {
    this(timeline, TOLERANCE);
  }

  /**
   * Starts.
   *
   * @param timeline the wall's
   * @param tolerance a mark later than this is missed
   */
  public QuartzScheduler(Timeline timeline, Duration tolerance) {
    this.timeline = timeline;
    this.toleranceMillis = tolerance.toMillis();
    try {
      quartz = new StdSchedulerFactory(settings()).getScheduler();
      keeping = KeepingThread.started();
      quartz.setJobFactory((bundle, _) -> job(bundle.getJobDetail().getKey()));
      quartz.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz did not start", e);
    }
  }

  @Override
  public Registration every(
      Schedule schedule, MissedFire missedFire, OptionalLong lastMark, MarkListener listener) {
    Place place;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the scheduler is closed");
      }
      long now = timeline.nowMillis();
      place = new Place(schedule, missedFire, listener, arrivals++, lastMark.orElse(now));
      if (lastMark.isEmpty() || lastMark.getAsLong() >= now) {
        join(place, now);
      } else {
        start(
            new JobKey("catch-up-" + arrivals, CATCH_UPS),
            _ -> catchUp(place),
            TriggerBuilder.newTrigger().startNow().build());
      }
    }
    return () -> leave(place);
  }

  @Override
  public boolean keepsTime() {
    return closed || keeping.isAlive();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      wakes.values().forEach(wake -> wake.places.forEach(Place::leave));
      wakes.clear();
    }
    try {
      // A listener that closes must not wait for itself.
      quartz.shutdown(!Thread.currentThread().equals(waker));
    } catch (SchedulerException e) {
      LOG.error("Quartz did not stop", e);
    }
  }

  /** How many Quartz triggers there are. */
  int quartzTriggers() {
    try {
      return quartz.getTriggerKeys(GroupMatcher.anyTriggerGroup()).size();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not answer", e);
    }
  }

  private synchronized void join(Place place, long after) {
    if (closed || place.hasLeft()) {
      return;
    }
    Wake known = wakes.get(place.schedule());
    if (known != null) {
      known.add(place);
      return;
    }
    Wake wake = new Wake(place.schedule(), after);
    wake.add(place);
    wakes.put(place.schedule(), wake);
    if (wake.due != Schedule.NEVER) {
      String name = "mark-" + arrivals;
      start(
          new JobKey(name, MARKS),
          scheduled -> wake(wake, scheduled),
          new MarkTrigger(
              new TriggerKey(name, MARKS), wake.schedule, timeline::nowMillis, wake.due - 1));
      wake.job = new JobKey(name, MARKS);
    }
  }

  private void leave(Place place) {
    place.leave();
    synchronized (this) {
      Wake wake = wakes.get(place.schedule());
      if (wake == null || !wake.remove(place)) {
        return;
      }
      wakes.remove(place.schedule());
      JobKey job = wake.job;
      if (job != null && !closed) {
        stop(job);
      }
    }
  }

  private void start(JobKey key, Work work, org.quartz.Trigger trigger) {
    JobDetail detail = JobBuilder.newJob(Job.class).withIdentity(key).build();
    works.put(key, work);
    try {
      quartz.scheduleJob(detail, trigger);
    } catch (SchedulerException e) {
      works.remove(key);
      throw new IllegalStateException("Quartz refused " + trigger, e);
    }
  }

  private void stop(JobKey key) {
    works.remove(key);
    try {
      quartz.deleteJob(key);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz could not forget " + key, e);
    }
  }

  /** A job that was stopped after Quartz had taken it does nothing. */
  private Job job(JobKey key) {
    return context -> run(key, context);
  }

  private void run(JobKey key, JobExecutionContext context) {
    waker = Thread.currentThread();
    Work work = works.get(key);
    if (work != null) {
      work.run(context.getScheduledFireTime().getTime());
    }
    if (key.getGroup().equals(CATCH_UPS)) {
      works.remove(key);
    }
  }

  private void wake(Wake wake, long scheduled) {
    long nanos = System.nanoTime();
    long now = awaitInstant(scheduled);
    long lastMissed = now - toleranceMillis - 1;
    if (wake.due <= lastMissed) {
      wake.places.forEach(place -> place.missed(lastMissed, nanos));
      wake.due = wake.schedule.next(lastMissed);
    }
    while (wake.due <= now && wake.due != Schedule.NEVER) {
      long mark = wake.due;
      wake.due = wake.schedule.next(mark);
      for (Place place : wake.places) {
        place.mark(mark, nanos);
      }
    }
  }

  private void catchUp(Place place) {
    long now = timeline.nowMillis();
    place.catchUp(now, toleranceMillis, System.nanoTime());
    join(place, now);
  }

  /** Waits for the timeline to reach an instant that Quartz, a little early, says has come. */
  private long awaitInstant(long scheduled) {
    long now = timeline.nowMillis();
    while (now < scheduled && scheduled - now <= MOST_EARLY_MILLIS) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
      if (Thread.currentThread().isInterrupted()) {
        return scheduled;
      }
      now = timeline.nowMillis();
    }
    return Math.max(now, scheduled);
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.setProperty("org.quartz.scheduler.instanceName", "orrery-" + NAMES.incrementAndGet());
    settings.setProperty("org.quartz.scheduler.threadName", "orrery-quartz");
    settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
    settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    settings.setProperty("org.quartz.threadPool.class", WakingThread.class.getName());
    settings.setProperty("org.quartz.threadExecutor.class", KeepingThread.class.getName());
    settings.setProperty("org.quartz.jobStore.class", RAMJobStore.class.getName());
    return settings;
  }

  /** What a job does, given the instant it was scheduled for. */
  private interface Work {
    void run(long scheduledMillis);
  }
}
