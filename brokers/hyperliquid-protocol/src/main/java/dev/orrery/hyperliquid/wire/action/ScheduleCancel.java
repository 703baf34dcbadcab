package dev.orrery.hyperliquid.wire.action;

import org.jspecify.annotations.Nullable;

/**
 * Has the venue cancel all orders at a time, unless it is moved on before: a dead man's switch. Not
 * for small accounts, and at most ten times a day.
 *
 * @param time epoch milliseconds, at least 5 seconds ahead; null takes the schedule away
 */
public record ScheduleCancel(@Nullable Long time) implements L1Action {
  static final String TYPE = "scheduleCancel";

  static ScheduleCancel read(Fields in) {
    return new ScheduleCancel(in.optionalAmount("time"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(time == null ? 1 : 2).text("type", TYPE);
    if (time != null) {
      out.number("time", time);
    }
    out.endMap();
  }
}
