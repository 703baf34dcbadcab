package dev.orrery.runtime.recording;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.Canonical;
import dev.orrery.trigger.FiredTrigger;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision, as journaled before anything it wants is sent. At most one exists for an id.
 *
 * @param deployment deployment id
 * @param strategy the strategy's bound name
 * @param vault its account
 * @param firing what woke it: id, trigger, instant, payload, origin
 * @param asOf timeline instant decided at, epoch milliseconds
 * @param tickAt wall instant, epoch milliseconds
 * @param verdict what became of it; null while orders are under way, then told by {@link
 *     DecisionSettled}
 * @param actions what it wants; empty when it failed or was skipped
 * @param reasons why: its own reasons, or denials, or the cause of a failure or skip
 * @param clearances the gate's answer to each planned order, as text
 * @param sizeUsd gross notional of what it would open
 * @param error what was thrown, with its cause and the first frames in plugin code; null without
 * @param reads everything it read; empty where nothing is recorded
 * @param series values kept for charts
 * @param latencyMicros from firing to answer, process clock
 * @param promptTokens language-model tokens read
 * @param completionTokens language-model tokens written
 * @param costUsd language-model cost
 * @param identity what exactly decided
 * @param overran whether a paced timeline went on without waiting for it
 */
public record DecisionRecord(
    String deployment,
    String strategy,
    String vault,
    FiredTrigger firing,
    long asOf,
    long tickAt,
    @Nullable Verdict verdict,
    List<Action> actions,
    List<String> reasons,
    List<String> clearances,
    BigDecimal sizeUsd,
    @Nullable String error,
    List<Read> reads,
    Map<String, Double> series,
    long latencyMicros,
    int promptTokens,
    int completionTokens,
    BigDecimal costUsd,
    StrategyIdentity identity,
    boolean overran)
    implements JournalEntry {
  /** The decision's id: that of its firing. */
  public String id() {
    return firing.id();
  }

  /** The same with its verdict. */
  public DecisionRecord settled(Verdict told) {
    return new DecisionRecord(
        deployment,
        strategy,
        vault,
        firing,
        asOf,
        tickAt,
        told,
        actions,
        reasons,
        clearances,
        sizeUsd,
        error,
        reads,
        series,
        latencyMicros,
        promptTokens,
        completionTokens,
        costUsd,
        identity,
        overran);
  }

  @Override
  public void describe(Canonical out) {
    out.begin("decision").text(strategy).text(firing.triggerKey()).number(firing.atMillis());
    out.text(firing.originId()).number(asOf);
    out.text(verdict == null ? null : verdict.text());
    for (int i = 0; i < actions.size(); i++) { // an iterator would be an object a bar
      Action action = actions.get(i);
      out.text(action instanceof Noop noop ? noop.reason() : action.toString());
    }
    for (int i = 0; i < clearances.size(); i++) {
      out.text(clearances.get(i));
    }
    out.text(error == null ? null : firstLine(error));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
