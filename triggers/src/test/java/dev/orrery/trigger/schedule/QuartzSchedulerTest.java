package dev.orrery.trigger.schedule;

import static dev.orrery.trigger.schedule.QuartzSchedulerContractTest.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.kernel.WallTimeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuartzSchedulerTest {
  private static final OptionalLong NEW = OptionalLong.empty();

  @Test
  void aThousandOnOneScheduleCostOneQuartzTrigger() {
    try (WallTimeline timeline = new WallTimeline();
        QuartzScheduler scheduler = new QuartzScheduler(timeline)) {
      AtomicInteger woken = new AtomicInteger();
      List<Scheduler.Registration> registrations = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        registrations.add(
            scheduler.every(
                new IntervalSchedule(1_000),
                MissedFire.SKIP,
                NEW,
                (_, _) -> woken.incrementAndGet()));
      }
      assertThat(scheduler.quartzTriggers()).isEqualTo(1);
      awaitTrue(() -> woken.get() >= 1_000);
      scheduler.every(new IntervalSchedule(2_000), MissedFire.SKIP, NEW, (_, _) -> {});
      assertThat(scheduler.quartzTriggers()).isEqualTo(2);
      registrations.forEach(Scheduler.Registration::close);
      assertThat(scheduler.quartzTriggers()).isEqualTo(1);
    }
  }

  @Test
  void closingLeavesNoThread() {
    awaitTrue(() -> threads().isEmpty());
    try (WallTimeline timeline = new WallTimeline();
        QuartzScheduler scheduler = new QuartzScheduler(timeline)) {
      Recorder recorder = new Recorder();
      scheduler.every(new Period(20), MissedFire.SKIP, NEW, recorder);
      awaitTrue(() -> recorder.marks.size() > 2);
      assertThat(threads())
          .extracting(Thread::getName)
          .containsExactlyInAnyOrder("orrery-marks", "orrery-quartz");
    }
    awaitTrue(() -> threads().isEmpty());
  }

  @Test
  void twoRunInOneProcess() {
    try (WallTimeline timeline = new WallTimeline();
        QuartzScheduler one = new QuartzScheduler(timeline);
        QuartzScheduler two = new QuartzScheduler(timeline)) {
      Recorder first = new Recorder();
      Recorder second = new Recorder();
      one.every(new Period(20), MissedFire.SKIP, NEW, first);
      two.every(new Period(20), MissedFire.SKIP, NEW, second);
      awaitTrue(() -> first.marks.size() > 2);
      one.close();
      int heard = second.marks.size();
      awaitTrue(() -> second.marks.size() > heard + 2);
    }
  }

  @Test
  void marksSleptThroughAreGivenUpOrStoodForByTheLast() {
    SettableClock clock = new SettableClock();
    try (WallTimeline timeline = new WallTimeline(clock);
        QuartzScheduler scheduler = new QuartzScheduler(timeline, Duration.ofMinutes(1))) {
      Recorder skips = new Recorder();
      Recorder fires = new Recorder();
      scheduler.every(new Period(100), MissedFire.SKIP, NEW, skips);
      scheduler.every(new Period(100), MissedFire.FIRE_ONCE, NEW, fires);
      awaitTrue(() -> skips.marks.size() > 1 && fires.marks.size() > 1);
      clock.ahead.set(Duration.ofHours(1).toMillis());
      awaitTrue(() -> fires.givenUp > 0);
      awaitTrue(() -> skips.givenUp > 0 && fires.marks.size() > 4);
      // Of the hour, less the tolerance or more what a busy machine slept through itself.
      assertThat(skips.givenUp).isBetween(35_300L, 36_600L);
      assertThat(fires.givenUp).isEqualTo(skips.givenUp - 1);
      assertThat(fires.marks).contains(skips.lastGivenUp).doesNotHaveDuplicates();
      assertThat(skips.marks).doesNotContain(skips.lastGivenUp).doesNotHaveDuplicates();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> Set.of("orrery-marks", "orrery-quartz").contains(thread.getName()))
        .collect(Collectors.toSet());
  }

  private static final class SettableClock extends Clock {
    final AtomicLong ahead = new AtomicLong();
    private final Clock system = Clock.systemUTC();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return system.instant().plusMillis(ahead.get());
    }
  }
}
