package dev.orrery.trigger.schedule;

/** Shorter intervals than an operator may write, so that tests on the wall are quick. */
record Period(long millis) implements Schedule {
  @Override
  public long next(long afterMillis) {
    return (Math.floorDiv(afterMillis, millis) + 1) * millis;
  }
}
