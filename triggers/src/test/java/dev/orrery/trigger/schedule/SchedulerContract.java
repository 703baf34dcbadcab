package dev.orrery.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.kernel.Timeline;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every scheduler does. */
@SuppressWarnings("NullAway.Init")
abstract class SchedulerContract {
  static final long PERIOD = 40;
  static final Period SCHEDULE = new Period(PERIOD);

  /** Longer than a busy machine may stand still. */
  static final long TOLERANCE = 60_000;

  Timeline timeline;
  Scheduler scheduler;

  abstract Timeline newTimeline();

  /** With a tolerance of {@link #TOLERANCE}. */
  abstract Scheduler newScheduler(Timeline on);

  /** Lets time go by until something is so. */
  abstract void passUntil(BooleanSupplier reached);

  final void passFor(long millis) {
    long end = timeline.nowMillis() + millis;
    passUntil(() -> timeline.nowMillis() > end);
  }

  @BeforeEach
  void begin() {
    timeline = newTimeline();
    scheduler = newScheduler(timeline);
  }

  @AfterEach
  void end() throws Exception {
    scheduler.close();
    if (timeline instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private Scheduler.Registration register(Schedule schedule, MarkListener listener) {
    return scheduler.every(schedule, MissedFire.SKIP, OptionalLong.empty(), listener);
  }

  private static void assertConsecutive(List<Long> marks, long period) {
    long first = marks.getFirst();
    assertThat(first % period).isZero();
    assertThat(marks)
        .isEqualTo(LongStream.range(0, marks.size()).mapToObj(i -> first + i * period).toList());
  }

  @Test
  void handsOnEachScheduledInstantOnce() {
    long start = timeline.nowMillis();
    Recorder recorder = new Recorder();
    register(SCHEDULE, recorder);
    long registered = timeline.nowMillis();
    passUntil(() -> recorder.marks.size() >= 6);
    assertConsecutive(List.copyOf(recorder.marks), PERIOD);
    assertThat(recorder.marks.getFirst()).isBetween(start + 1, registered + PERIOD);
  }

  @Test
  void neverWakesBeforeTheTimelineIsThere() {
    List<Long> early = new CopyOnWriteArrayList<>();
    Recorder recorder = new Recorder();
    register(
        SCHEDULE,
        (mark, nanos) -> {
          if (timeline.nowMillis() < mark) {
            early.add(mark - timeline.nowMillis());
          }
          recorder.mark(mark, nanos);
        });
    passUntil(() -> recorder.marks.size() >= 6);
    assertThat(early).isEmpty();
  }

  @Test
  void wakesEverybodyInTheOrderRegistered() {
    List<Recorder.Heard> heard = new CopyOnWriteArrayList<>();
    List<String> names = List.of("d", "b", "a", "c");
    List<Recorder> recorders = names.stream().map(name -> new Recorder(name, heard)).toList();
    recorders.forEach(recorder -> register(SCHEDULE, recorder));
    passUntil(() -> recorders.getLast().marks.size() >= 4);
    long first = recorders.getLast().marks.getFirst();
    for (int i = 0; i < 4; i++) {
      long mark = first + i * PERIOD;
      assertThat(heard.stream().filter(h -> h.mark() == mark).map(Recorder.Heard::who).toList())
          .isEqualTo(names);
    }
  }

  @Test
  void whoComesLateHearsLaterMarksOnly() {
    Recorder early = new Recorder();
    Recorder late = new Recorder();
    register(SCHEDULE, early);
    passUntil(() -> early.marks.size() >= 2);
    long now = timeline.nowMillis();
    register(SCHEDULE, late);
    passUntil(() -> late.marks.size() >= 3);
    assertThat(late.marks.getFirst()).isGreaterThan(now);
    assertConsecutive(List.copyOf(late.marks), PERIOD);
    assertConsecutive(List.copyOf(early.marks), PERIOD);
    assertThat(early.marks).containsAll(late.marks.subList(0, 2));
  }

  @Test
  void leavingTakesNothingFromOthers() {
    Recorder stays = new Recorder();
    Recorder leaves = new Recorder();
    Scheduler.Registration leaving = register(SCHEDULE, leaves);
    register(SCHEDULE, stays);
    passUntil(() -> leaves.marks.size() >= 2);
    leaving.close();
    leaving.close();
    int heard = stays.marks.size();
    passUntil(() -> stays.marks.size() >= heard + 3);
    assertConsecutive(List.copyOf(stays.marks), PERIOD);
    assertThat(leaves.marks).hasSizeLessThanOrEqualTo(heard + 1);
  }

  @Test
  void oneMayLeaveAndAnotherComeWithinACall() {
    Recorder comes = new Recorder();
    Recorder leaves = new Recorder();
    AtomicReference<Scheduler.Registration> own = new AtomicReference<>();
    own.set(
        register(
            SCHEDULE,
            (mark, nanos) -> {
              leaves.mark(mark, nanos);
              register(new Period(PERIOD), comes);
              own.get().close();
            }));
    passUntil(() -> comes.marks.size() >= 3);
    assertThat(leaves.marks).hasSize(1);
    assertThat(comes.marks.getFirst()).isGreaterThan(leaves.marks.getFirst());
    assertConsecutive(List.copyOf(comes.marks), PERIOD);
  }

  @Test
  void aListenerThatThrowsStopsNobody() {
    Recorder after = new Recorder();
    register(
        SCHEDULE,
        (_, _) -> {
          throw new IllegalStateException("a listener that throws");
        });
    register(SCHEDULE, after);
    passUntil(() -> after.marks.size() >= 3);
    assertConsecutive(List.copyOf(after.marks), PERIOD);
  }

  @Test
  void distinctSchedulesGoTheirOwnWay() {
    Recorder quick = new Recorder();
    Recorder slow = new Recorder();
    register(SCHEDULE, quick);
    register(new Period(3 * PERIOD), slow);
    passUntil(() -> slow.marks.size() >= 3);
    assertConsecutive(List.copyOf(quick.marks), PERIOD);
    assertConsecutive(List.copyOf(slow.marks), 3 * PERIOD);
  }

  @Test
  void aScheduleWithoutFurtherMarksIsNoTrouble() {
    Recorder recorder = new Recorder();
    register(_ -> Schedule.NEVER, new Recorder()).close();
    register(_ -> Schedule.NEVER, new Recorder());
    register(SCHEDULE, recorder);
    passUntil(() -> recorder.marks.size() >= 2);
  }

  @Test
  void closingEndsAllAndRefusesNewcomers() {
    Recorder recorder = new Recorder();
    Scheduler.Registration registration = register(SCHEDULE, recorder);
    passUntil(() -> recorder.marks.size() >= 2);
    scheduler.close();
    int heard = recorder.marks.size();
    passFor(4 * PERIOD);
    assertThat(recorder.marks).hasSize(heard);
    registration.close();
    scheduler.close();
    assertThatThrownBy(() -> register(SCHEDULE, recorder))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void mayBeClosedByAListener() {
    AtomicBoolean done = new AtomicBoolean();
    register(
        SCHEDULE,
        (_, _) -> {
          scheduler.close();
          done.set(true);
        });
    passUntil(done::get);
  }

  @Nested
  class AfterARestart {
    /** An hour ago: far beyond the tolerance. */
    private static final long OUTAGE = 3_600_000;

    private long lastMark;

    private void registerAgain(MissedFire missedFire, MarkListener listener, long outage) {
      long now = timeline.nowMillis();
      lastMark = now - now % PERIOD - outage;
      scheduler.every(SCHEDULE, missedFire, OptionalLong.of(lastMark), listener);
    }

    @Test
    void skipGivesUpWhatIsTooLateAndCountsIt() {
      Recorder recorder = new Recorder();
      registerAgain(MissedFire.SKIP, recorder, OUTAGE);
      passUntil(() -> recorder.marks.size() >= 30);
      assertConsecutive(List.copyOf(recorder.marks), PERIOD);
      assertThat(recorder.marks.getFirst()).isEqualTo(recorder.lastGivenUp + PERIOD);
      assertThat(recorder.givenUp).isEqualTo((recorder.lastGivenUp - lastMark) / PERIOD);
    }

    @Test
    void fireOnceStandsForAllByTheLastOfThem() {
      Recorder recorder = new Recorder();
      registerAgain(MissedFire.FIRE_ONCE, recorder, OUTAGE);
      passUntil(() -> recorder.marks.size() >= 30);
      assertConsecutive(List.copyOf(recorder.marks), PERIOD);
      assertThat(recorder.marks.getFirst()).isEqualTo(recorder.lastGivenUp + PERIOD);
      assertThat(timeline.nowMillis() - recorder.marks.getFirst()).isGreaterThan(TOLERANCE);
      assertThat(recorder.givenUp).isEqualTo((recorder.lastGivenUp - lastMark) / PERIOD);
    }

    @Test
    void aSingleMissedMarkIsFiredWithNothingGivenUp() {
      Recorder recorder = new Recorder();
      Schedule hourly = new Period(3_600_000);
      long last = hourly.last(0, timeline.nowMillis() - TOLERANCE - 1);
      OptionalLong before = OptionalLong.of(last - 3_600_000);
      scheduler.every(hourly, MissedFire.FIRE_ONCE, before, recorder);
      passUntil(() -> !recorder.marks.isEmpty());
      assertThat(recorder.marks.getFirst()).isEqualTo(last);
      assertThat(recorder.givenUp).isZero();
    }

    @Test
    void marksWithinTheToleranceAreFiredOneByOne() {
      Recorder recorder = new Recorder();
      registerAgain(MissedFire.SKIP, recorder, 10 * PERIOD);
      passUntil(() -> recorder.marks.size() >= 14);
      assertConsecutive(List.copyOf(recorder.marks), PERIOD);
      assertThat(recorder.marks.getFirst()).isEqualTo(lastMark + PERIOD);
      assertThat(recorder.givenUp).isZero();
    }

    @Test
    void nothingIsFiredTwiceWhenNothingWasMissed() {
      Recorder recorder = new Recorder();
      registerAgain(MissedFire.FIRE_ONCE, recorder, 0);
      passUntil(() -> recorder.marks.size() >= 3);
      assertThat(recorder.marks.getFirst()).isEqualTo(lastMark + PERIOD);
      assertConsecutive(List.copyOf(recorder.marks), PERIOD);
    }

    @Test
    void catchesUpBesideOthersOnTheSameSchedule() {
      Recorder first = new Recorder();
      Recorder again = new Recorder();
      register(SCHEDULE, first);
      registerAgain(MissedFire.SKIP, again, 4 * PERIOD);
      passUntil(() -> again.marks.size() >= 9 && first.marks.size() >= 4);
      assertConsecutive(List.copyOf(again.marks), PERIOD);
      assertConsecutive(List.copyOf(first.marks), PERIOD);
    }
  }
}
