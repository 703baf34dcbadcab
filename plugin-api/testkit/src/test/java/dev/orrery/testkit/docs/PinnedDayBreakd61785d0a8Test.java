package dev.orrery.testkit.docs;

import dev.orrery.testkit.RecordedDecision;
import org.junit.jupiter.api.Test;

/** day-break decided this at 2013-11-26T13:00:00Z. */
// region pinned
final class PinnedDayBreakd61785d0a8Test {
  @Test
  void decidesAsItDid() {
    RecordedDecision recorded = RecordedDecision.read(getClass(), "pinned-d61785d0a8.json");
    recorded.check(new DayBreak());
  }
}
// endregion
