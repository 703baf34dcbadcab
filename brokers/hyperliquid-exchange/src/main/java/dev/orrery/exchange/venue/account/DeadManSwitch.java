package dev.orrery.exchange.venue.account;

/**
 * A scheduled cancel of all orders, and how often one has fired on a day.
 *
 * @param at epoch milliseconds; 0 for none
 * @param day days since the epoch of the last that fired
 * @param fired how many on that day
 */
public record DeadManSwitch(long at, long day, int fired) {
  /** None. */
  public static final DeadManSwitch NONE = new DeadManSwitch(0, 0, 0);

  private static final long DAY = 86_400_000;
  private static final int A_DAY = 10;

  /** Whether none may be set any more on that day. */
  public boolean exhausted(long now) {
    return day == now / DAY && fired >= A_DAY;
  }

  /** Set, or with 0 taken away. */
  public DeadManSwitch set(long time) {
    return new DeadManSwitch(time, day, fired);
  }

  /** Whether it is time. */
  public boolean due(long now) {
    return at != 0 && now >= at;
  }

  /** It fires. */
  public DeadManSwitch fire(long now) {
    long today = now / DAY;
    return new DeadManSwitch(0, today, today == day ? fired + 1 : 1);
  }
}
