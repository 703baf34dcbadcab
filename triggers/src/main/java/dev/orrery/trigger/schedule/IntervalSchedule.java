package dev.orrery.trigger.schedule;

/**
 * Every so many seconds, aligned to the epoch in UTC: 300 means on each 5-minute mark.
 *
 * @param periodMillis whole seconds in milliseconds
 */
record IntervalSchedule(long periodMillis) implements Schedule {
  @Override
  public long next(long afterMillis) {
    long mark = Math.floorDiv(afterMillis, periodMillis) * periodMillis;
    return mark > NEVER - periodMillis ? NEVER : mark + periodMillis;
  }

  @Override
  public long last(long afterMillis, long upToMillis) {
    return Math.max(afterMillis, Math.floorDiv(upToMillis, periodMillis) * periodMillis);
  }

  @Override
  public long count(long afterMillis, long upToMillis) {
    return Math.max(
        0, Math.floorDiv(upToMillis, periodMillis) - Math.floorDiv(afterMillis, periodMillis));
  }

  @Override
  public String toString() {
    return "every " + periodMillis / 1_000 + "s";
  }
}
