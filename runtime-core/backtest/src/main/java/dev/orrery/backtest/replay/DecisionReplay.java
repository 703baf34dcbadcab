package dev.orrery.backtest.replay;

import dev.orrery.api.action.Action;
import dev.orrery.runtime.isolation.LineStream;
import dev.orrery.runtime.isolation.PluginOutput;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.DecisionCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs recorded decisions again, by the jar that made them or by another, and says what differs: a
 * fresh context from the record of each, the same strategy instance for all of one jar and set of
 * parameters. Nothing is sent and nothing is kept. Confined to the thread that made it.
 */
public final class DecisionReplay implements AutoCloseable {
  private static final Duration USUAL_DEADLINE = Duration.ofSeconds(5);
  private static final Pattern OVERDUE = Pattern.compile("decide took longer than (\\d{1,9}) ms");

  private final Editions editions;
  private final DecisionCall call = new DecisionCall();
  private final DeadlineWatch watch;
  private final PluginOutput.Installed output;
  private final Thread owner = Thread.currentThread();
  private final LineStream nowhere = new LineStream(_ -> {});
  private boolean inside;

  /**
   * Begins.
   *
   * @param other a jar in place of those that decided; null for none
   * @param stuck told when a decision cannot be ended: the thread that runs it is lost
   */
  public DecisionReplay(JarSource jars, @Nullable Path other, Runnable stuck) {
    this.editions = new Editions(jars, other);
    this.watch = new DeadlineWatch(stuck);
    this.output =
        PluginOutput.install(_ -> inside && Thread.currentThread().equals(owner) ? nowhere : null);
  }

  /** Whether there is something to run again: a strategy that was skipped was not asked. */
  public static boolean wasAsked(DecisionRecord decision) {
    return decision.verdict() != Verdict.SKIPPED;
  }

  /**
   * Runs one again.
   *
   * @throws dev.orrery.kernel.ProblemException when the jar is gone or does not fit
   */
  public Replayed run(DecisionRecord decision) {
    LoadedStrategy version = editions.of(decision);
    RecordedContext context = new RecordedContext(decision);
    Outcome outcome = ask(version, context, deadline(decision));
    return new Replayed(decision, outcome, Differences.between(decision, outcome, context));
  }

  private Outcome ask(LoadedStrategy version, RecordedContext context, Duration deadline) {
    inside = true;
    DecisionCall.Answered answered;
    boolean inTime;
    watch.enter(version.gate(), deadline);
    try {
      answered = call.ask(version, context);
    } finally {
      inTime = watch.leave();
      inside = false;
    }
    if (!inTime) {
      return new Outcome.TimedOut("decide took longer than " + deadline.toMillis() + " ms");
    }
    String gap = context.gap();
    if (gap != null) {
      return new Outcome.Unanswerable(gap);
    }
    List<Action> actions = answered.actions();
    return actions == null
        ? new Outcome.Failed(String.valueOf(answered.failure()))
        : new Outcome.Answered(actions);
  }

  /** That which it was over; the usual one of a decision that was over none. */
  private static Duration deadline(DecisionRecord decision) {
    if (decision.verdict() == Verdict.TIMED_OUT && !decision.reasons().isEmpty()) {
      Matcher overdue = OVERDUE.matcher(decision.reasons().getFirst());
      if (overdue.matches()) {
        return Duration.ofMillis(Long.parseLong(overdue.group(1)));
      }
    }
    return USUAL_DEADLINE;
  }

  @Override
  public void close() {
    watch.close();
    output.close();
    editions.close();
  }
}
