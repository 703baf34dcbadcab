package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of timelines that a recorded market moves. */
abstract class SteppedTimelineContract extends TimelineContract {
  final SteppedTimeline stepped() {
    return (SteppedTimeline) timeline;
  }

  @Override
  void advanceTo(long millis) {
    stepped().step(millis, () -> {});
  }

  @Test
  void runsEventsBeforeAlarmsDueAtTheirInstant() {
    timeline.ahead(START + 10, note("ahead"));
    timeline.at(START + 10, note("alarm"));
    timeline.at(START + 9, note("earlier alarm"));
    stepped().step(START + 10, note("event"));
    assertThat(ran).containsExactly("earlier alarm", "event", "ahead", "alarm");
  }

  @Test
  void showsEachTaskExactlyItsTime() {
    List<Long> shown = new ArrayList<>();
    timeline.at(START + 3, () -> shown.add(timeline.nowMillis()));
    timeline.at(START + 7, () -> shown.add(timeline.nowMillis()));
    stepped().step(START + 10, () -> shown.add(timeline.nowMillis()));
    assertThat(shown).containsExactly(START + 3, START + 7, START + 10);
  }

  @Test
  void runsAlarmsSetByEventsForTheirInstantAfterThem() {
    stepped()
        .step(
            START + 10,
            () -> {
              timeline.at(START + 10, note("alarm"));
              ran.add("event");
            });
    assertThat(ran).containsExactly("event", "alarm");
  }

  @Test
  void runsAlarmsSetByAlarmsBeforeALaterEvent() {
    timeline.at(START + 2, () -> timeline.at(START + 4, note("set by an alarm")));
    stepped().step(START + 10, note("event"));
    assertThat(ran).containsExactly("set by an alarm", "event");
  }

  @Test
  void takesSeveralStepsToOneInstant() {
    timeline.at(START + 10, note("alarm"));
    stepped().step(START + 10, note("first"));
    stepped().step(START + 10, note("second"));
    assertThat(ran).containsExactly("first", "alarm", "second");
  }

  @Test
  void refusesToGoBack() {
    stepped().step(START + 10, () -> {});
    assertThatThrownBy(() -> stepped().step(START + 9, () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot go back");
    assertThat(timeline.nowMillis()).isEqualTo(START + 10);
  }
}
