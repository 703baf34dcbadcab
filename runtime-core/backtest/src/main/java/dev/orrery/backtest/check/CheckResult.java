package dev.orrery.backtest.check;

import dev.orrery.kernel.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param strategy its name
 * @param jar file name of its jar
 * @param jarDigest SHA-256 of the jar
 * @param refusal why a runtime would not load the jar; null when it would
 * @param market name of the recording that was played
 * @param decisions how many decisions the strategy made on it
 * @param digest of everything decided, ordered, filled and written; null when nothing was played
 * @param code what is in its code
 * @param trials what came of playing it again; none when it was not played
 */
public record CheckResult(
    String strategy,
    String jar,
    String jarDigest,
    @Nullable String refusal,
    String market,
    long decisions,
    @Nullable Sha256 digest,
    List<CodeFinding> code,
    List<TrialResult> trials) {
  /** Copies. */
  public CheckResult {
    code = List.copyOf(code);
    trials = List.copyOf(trials);
  }

  /** Whether nothing was found. */
  public boolean passes() {
    return refusal == null
        && code.stream().allMatch(CodeFinding::leftToPlaying)
        && trials.stream().allMatch(each -> each.difference() == null);
  }
}
