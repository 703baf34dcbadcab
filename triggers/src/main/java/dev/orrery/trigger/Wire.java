package dev.orrery.trigger;

/**
 * One bound trigger: hands on the instants after its beginning and up to its end. A timed one that
 * is to end stays in its place until the first instant beyond, so that what was due before and is
 * told a little later still comes. Thread-safe.
 */
final class Wire {
  private final BoundTrigger bound;
  private final long after;
  private volatile int position;
  private volatile long until = Long.MAX_VALUE;
  private volatile Runnable unbind = () -> {};

  /**
   * A wire that nothing leads to yet.
   *
   * @param position among the declared triggers
   * @param after instants up to this one belong to others
   */
  Wire(BoundTrigger bound, int position, long after) {
    this.bound = bound;
    this.position = position;
    this.after = after;
  }

  BoundTrigger bound() {
    return bound;
  }

  int position() {
    return position;
  }

  void moveTo(int other) {
    position = other;
  }

  void boundBy(Runnable undo) {
    unbind = undo;
  }

  /** Whether an instant is its own to hand on. */
  boolean takes(long instant) {
    if (instant <= until) {
      return instant > after;
    }
    close();
    return false;
  }

  /** Hands on nothing after this instant. */
  void endAt(long instant) {
    until = instant;
  }

  /** Whether it has ended. */
  boolean closed() {
    return until == Long.MIN_VALUE;
  }

  /** Hands on nothing any more. Repeatable. */
  void close() {
    until = Long.MIN_VALUE;
    unbind.run();
  }
}
