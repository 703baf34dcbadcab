package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Await;
import dev.orrery.testing.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of every timeline. */
abstract class TimelineContract {
  static final long START = 1_000_000;

  final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  Timeline timeline = new SimulatedTimeline(START);

  /** A timeline that stands at {@link #START}. */
  abstract Timeline open();

  /** Moves it to an instant, with everything due until then. */
  abstract void advanceTo(long millis);

  /** Ends it. */
  abstract void end();

  @BeforeEach
  void openTimeline() {
    timeline = open();
  }

  @AfterEach
  void endTimeline() {
    end();
  }

  /** A task that notes its name. */
  final Runnable note(String name) {
    return () -> ran.add(name);
  }

  final void ranInOrder(String... names) {
    Await.until(() -> ran.size() >= names.length);
    assertThat(ran).containsExactly(names);
  }

  @Test
  void runsTasksInTheOrderOfTheirTimes() {
    timeline.at(START + 30, note("c"));
    timeline.at(START + 10, note("a"));
    timeline.at(START + 20, note("b"));
    advanceTo(START + 30);
    ranInOrder("a", "b", "c");
  }

  @Test
  void runsTasksOfOneInstantInTheOrderGiven() {
    List<String> names = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
    names.forEach(name -> timeline.at(START + 10, note(name)));
    advanceTo(START + 10);
    ranInOrder(names.toArray(String[]::new));
  }

  @Test
  void runsTasksAheadBeforeOthersOfTheirInstant() {
    timeline.at(START + 9, note("before"));
    timeline.at(START + 10, note("b"));
    timeline.ahead(START + 10, note("a"));
    timeline.at(START + 10, note("c"));
    advanceTo(START + 10);
    ranInOrder("before", "a", "b", "c");
  }

  @Test
  void runsNothingBeforeItsTime() {
    timeline.at(START + 11, note("late"));
    timeline.at(START + 10, note("due"));
    advanceTo(START + 10);
    ranInOrder("due");
  }

  @Test
  void showsAtLeastItsTimeToATask() {
    List<Long> shown = Collections.synchronizedList(new ArrayList<>());
    for (long due = START; due < START + 50; due += 7) {
      timeline.at(due, () -> shown.add(timeline.nowMillis()));
    }
    advanceTo(START + 50);
    Await.until(() -> shown.size() == 8);
    for (int i = 0; i < 8; i++) {
      assertThat(shown.get(i)).isGreaterThanOrEqualTo(START + 7L * i);
    }
    assertThat(shown).isSorted();
  }

  @Test
  void runsTasksThatTasksSet() {
    timeline.at(
        START + 10,
        () -> {
          ran.add("first");
          timeline.at(START + 10, note("same instant"));
          timeline.at(START + 20, note("later"));
        });
    timeline.at(START + 15, note("between"));
    advanceTo(START + 20);
    ranInOrder("first", "same instant", "between", "later");
  }

  @Test
  void runsATaskWhoseTimeHasPassedButNotWithinTheCall() {
    timeline.at(START - 5, note("passed"));
    ran.add("set");
    advanceTo(START + 1);
    Await.until(() -> ran.size() == 2);
    assertThat(ran).containsExactlyInAnyOrder("set", "passed");
  }

  @Test
  void forgetsCancelledTasks() {
    Timeline.Alarm alarm = timeline.at(START + 10, note("cancelled"));
    Timeline.Alarm second = timeline.at(START + 10, note("kept"));
    alarm.cancel();
    alarm.cancel();
    advanceTo(START + 10);
    ranInOrder("kept");
    second.cancel();
  }

  @Test
  void goesOnAfterATaskThrew() {
    timeline.at(
        START + 10,
        () -> {
          throw new IllegalStateException("thrown on purpose by a test");
        });
    timeline.at(
        START + 10,
        () -> {
          throw new StackOverflowError("thrown on purpose by a test");
        });
    timeline.at(START + 10, note("next"));
    advanceTo(START + 10);
    ranInOrder("next");
  }

  @Test
  void runsRandomTasksInTimeOrderAndNeverGoesBack() {
    Seeds.each(
        20,
        random -> {
          end();
          timeline = open();
          List<Long> dues = Collections.synchronizedList(new ArrayList<>());
          List<Long> times = Collections.synchronizedList(new ArrayList<>());
          int count = 1 + random.nextInt(200);
          for (int i = 0; i < count; i++) {
            long due = START + 1 + random.nextInt(50);
            timeline.at(
                due,
                () -> {
                  dues.add(due);
                  times.add(timeline.nowMillis());
                });
          }
          advanceTo(START + 60);
          Await.until(() -> dues.size() == count);
          assertThat(dues).isSorted();
          assertThat(times).isSorted();
        });
  }
}
