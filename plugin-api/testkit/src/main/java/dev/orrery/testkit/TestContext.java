package dev.orrery.testkit;

import dev.orrery.api.DecisionContext;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * A context made by hand, for one call of {@code decide}:
 *
 * <pre>{@code
 * var context = TestContext.at("2013-11-25T12:00:00Z").candles("BTC", Interval.HOUR, 1, 2, 3).build();
 * List<Action> actions = new DayBreak().decide(context);
 * }</pre>
 *
 * <p>It keeps to the contract of {@link DecisionContext}, and remembers what the strategy recorded,
 * logged and asked. State, random numbers and the log are safe for use by several threads, so that
 * one strategy can be asked twice at once; the rest is immutable.
 */
public final class TestContext implements DecisionContext {
  private static final Pattern SERIES = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int MAX_SERIES = 32;

  private final Instant now;
  private final TestFiring firing;
  private final GivenMarket market;
  private final GivenAccount account;
  private final TestState state;
  private final RandomGenerator random;
  private final ScriptedModel model;
  private final CapturingLogger log = new CapturingLogger();
  private final Map<String, Double> series = new TreeMap<>();

  TestContext(
      TestFiring firing,
      Instant now,
      GivenMarket market,
      GivenAccount account,
      TestState state,
      long seed,
      ScriptedModel model) {
    this.firing = firing;
    this.now = now;
    this.market = market;
    this.account = account;
    this.state = state;
    this.random = new SplittableRandom(seed);
    this.model = model;
  }

  /** Starts a context at an instant such as {@code "2013-11-25T12:00:00Z"}. */
  public static TestContextBuilder at(String now) {
    return at(Instant.parse(now));
  }

  /** Starts a context at an instant. */
  public static TestContextBuilder at(Instant now) {
    return new TestContextBuilder(now);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public TestFiring firing() {
    return firing;
  }

  @Override
  public GivenMarket market() {
    return market;
  }

  @Override
  public GivenAccount account() {
    return account;
  }

  @Override
  public TestState state() {
    return state;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void record(String name, double value) {
    if (!SERIES.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "series must be 1 to 64 letters, digits or _ . -, not '" + name + "'");
    }
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("series '" + name + "' was given an infinite value");
    }
    synchronized (series) {
      if (series.size() == MAX_SERIES && !series.containsKey(name)) {
        throw new IllegalArgumentException(
            "a decision records at most " + MAX_SERIES + " series; one more is '" + name + "'");
      }
      series.put(name, value);
    }
  }

  @Override
  public ScriptedModel model() {
    return model;
  }

  @Override
  public Logger log() {
    return log;
  }

  /** What was recorded so far: the last value of each series. A copy, by name. */
  public Map<String, Double> recorded() {
    synchronized (series) {
      return Collections.unmodifiableMap(new TreeMap<>(series));
    }
  }

  /** What was logged so far, as {@code "INFO message"}, oldest first. A copy. */
  public List<String> logged() {
    return log.lines();
  }
}
