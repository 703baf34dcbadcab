package dev.orrery.cli.check;

import dev.orrery.backtest.check.CheckResult;
import dev.orrery.backtest.check.CodeFinding;
import dev.orrery.backtest.check.TrialResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check found, for programs. */
public final class CheckData {
  private CheckData() {}

  /** An object for {@link dev.orrery.cli.print.JsonText}. */
  public static Map<String, @Nullable Object> object(CheckResult result) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("strategy", result.strategy());
    object.put("jar", result.jar());
    object.put("jar_digest", result.jarDigest());
    object.put("passes", result.passes());
    object.put("refused", result.refusal());
    object.put("code", result.code().stream().map(CheckData::finding).toList());
    object.put("market", result.market());
    object.put("decisions", result.decisions());
    object.put("digest", result.digest() == null ? null : result.digest().hex());
    object.put("trials", result.trials().stream().map(CheckData::trial).toList());
    return object;
  }

  private static Map<String, Object> finding(CodeFinding it) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("subject", it.subject());
    object.put("what", it.what());
    object.put("path", it.path());
    object.put("class", it.place().className());
    object.put("method", it.place().method());
    object.put("file", it.place().file());
    object.put("line", it.place().line());
    object.put("why", it.why());
    object.put("instead", it.wayOut());
    object.put("library", it.library());
    object.put("left_to_playing", it.leftToPlaying());
    return object;
  }

  private static Map<String, @Nullable Object> trial(TrialResult it) {
    TrialResult.Difference difference = it.difference();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("trial", it.trial().key());
    object.put("played", it.trial().played());
    object.put("compared", it.compared());
    object.put("same", difference == null);
    if (difference != null) {
      object.put("decision", difference.number());
      object.put("at", difference.at().toString());
      object.put("trigger", difference.trigger());
      object.put("what", difference.what());
      object.put("first", difference.first());
      object.put("then", difference.second());
      object.put("why", it.trial().why());
      object.put("instead", it.trial().wayOut());
    }
    return object;
  }
}
