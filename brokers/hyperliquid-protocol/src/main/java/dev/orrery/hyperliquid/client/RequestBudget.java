package dev.orrery.hyperliquid.client;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.UserRateLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The venue's limits for REST, counted before it counts them: weight a minute from this address of
 * the internet, and actions of each account. The last part of both is kept for getting out: cancels
 * and orders that only shrink a position. One for a process, shared by everything in it that calls
 * the venue. Thread-safe; it never waits itself.
 */
public final class RequestBudget {
  /** Weight the venue allows a minute. */
  public static final int WEIGHT_PER_MINUTE = 1_200;

  /** Orders of an action that take another 1 of weight. */
  private static final int ORDERS_PER_WEIGHT = 40;

  /** An action that came too late counts as so many. */
  private static final int EXPIRED_COUNTS = 5;

  private final int keptWeight;
  private final int keptActions;
  private final LongSupplier nanoTime;
  private final SlidingWindow weight;
  private final Map<Address, AddressLimit> accounts = new HashMap<>();

  /** The answer to whether there is room. */
  public sealed interface Grant {}

  /** There is, and it is taken. */
  public record Granted() implements Grant {}

  /**
   * There is not; nothing is taken.
   *
   * @param limit which one
   * @param atLeast how long until there may be
   */
  public record Wait(Limit limit, Duration atLeast) implements Grant {
    @Override
    public String toString() {
      return "no room in the limit of " + limit + " for " + atLeast.toMillis() + " ms";
    }
  }

  /** The venue's limits. */
  public enum Limit {
    /** Weight a minute. */
    WEIGHT,
    /** Actions of an account. */
    ACTIONS
  }

  /** With a sixth of the weight, and 100 actions of an account, kept for getting out. */
  public RequestBudget(LongSupplier nanoTime) {
    this(WEIGHT_PER_MINUTE, WEIGHT_PER_MINUTE / 6, 100, nanoTime);
  }

  /**
   * With limits of one's own: less than the venue's where others call from the same address.
   *
   * @param weightPerMinute weight a minute
   * @param keptWeight how much of it is kept for getting out
   * @param keptActions how many actions of an account are kept for getting out
   * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
   */
  public RequestBudget(
      int weightPerMinute, int keptWeight, int keptActions, LongSupplier nanoTime) {
    if (keptWeight < 0 || keptWeight >= weightPerMinute || keptActions < 0) {
      throw new IllegalArgumentException(
          "of "
              + weightPerMinute
              + " a minute some has to be left beside what is kept, not "
              + keptWeight
              + "; kept actions are 0 or more, not "
              + keptActions);
    }
    this.keptWeight = keptWeight;
    this.keptActions = keptActions;
    this.nanoTime = nanoTime;
    this.weight = new SlidingWindow(weightPerMinute, nanoTime);
  }

  /** Room for a question. */
  public synchronized Grant question(int questionWeight) {
    return granted(Limit.WEIGHT, weight.take(questionWeight, keptWeight));
  }

  /** What the rows of an answer took, which is known only afterwards. */
  public void rows(int extraWeight) {
    weight.add(extraWeight);
  }

  /**
   * Room for an action.
   *
   * @param account whose limit it counts against
   * @param count how many orders, cancels or changes it carries: each counts for the account, forty
   *     together for the weight
   */
  public synchronized Grant action(Address account, int count, Purpose purpose) {
    AddressLimit limit = account(account);
    Duration wait = limit.wait(count, purpose);
    if (wait.isPositive()) {
      return granted(Limit.ACTIONS, wait);
    }
    int kept = purpose == Purpose.ORDINARY ? keptWeight : 0;
    Grant grant = granted(Limit.WEIGHT, weight.take(1 + count / ORDERS_PER_WEIGHT, kept));
    if (grant instanceof Granted) {
      limit.take(count, purpose);
    }
    return grant;
  }

  /** An action of so many came too late, which the venue counts several times. */
  public synchronized void expired(Address account, int count) {
    account(account).add((EXPIRED_COUNTS - 1) * count);
  }

  /** What the venue says about an account; ask now and then, it earns actions by trading. */
  public synchronized void learned(Address account, UserRateLimit limit) {
    account(account).learned(limit);
  }

  /**
   * The venue says that there was too much: others call from here too. What is kept for getting out
   * is still tried.
   *
   * @return how long to leave it alone otherwise
   */
  public Duration limited() {
    return weight.fill(keptWeight);
  }

  /** Weight of the last minute. */
  public int weightUsed() {
    return weight.total();
  }

  private AddressLimit account(Address account) {
    return accounts.computeIfAbsent(account, it -> new AddressLimit(keptActions, nanoTime));
  }

  private static Grant granted(Limit limit, Duration wait) {
    return wait.isPositive() ? new Wait(limit, wait) : new Granted();
  }
}
