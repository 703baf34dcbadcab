package dev.orrery.store;

import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.FiredTrigger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a decision and of what settles it. */
final class DecisionRows {
  private static final String EVENT = "event:";

  private DecisionRows() {}

  static void add(
      long seq, DecisionRecord decision, @Nullable DecisionSettled settled, Batch batch) {
    FiredTrigger firing = decision.firing();
    String id = decision.id();
    String strategy = Texts.clean(decision.strategy());
    String trigger = Texts.clean(firing.triggerKey());
    String scheduled = Texts.time(firing.atMillis());
    String origin = Texts.cleanOrNull(firing.originId());
    String tickAt = Texts.time(decision.tickAt());
    batch.add(
        Table.FIRINGS,
        id,
        decision.deployment(),
        strategy,
        trigger,
        scheduled,
        origin,
        eventId(origin),
        tickAt);
    if (origin == null) {
      batch.add(Table.SCHEDULE_MARKS, decision.deployment(), strategy, trigger, scheduled);
    }
    Verdict verdict = settled == null ? decision.verdict() : settled.verdict();
    StrategyIdentity identity = decision.identity();
    batch.add(
        Table.DECISION_SNAPSHOTS,
        id,
        decision.deployment(),
        Long.toString(seq),
        strategy,
        Texts.clean(decision.vault()),
        id,
        trigger,
        scheduled,
        origin,
        Texts.cleanOrNull(firing.payload().orElse(null)),
        tickAt,
        Texts.time(decision.asOf()),
        verdict == null ? null : verdict.text(),
        decision.reasons().isEmpty() ? "[]" : Json.texts(decision.reasons()),
        ActionsText.of(decision.actions(), decision.sizeUsd()),
        result(decision.clearances(), settled),
        Integer.toString(decision.promptTokens()),
        Integer.toString(decision.completionTokens()),
        decision.costUsd().toPlainString(),
        Long.toString(decision.latencyMicros()),
        Texts.cleanOrNull(decision.error()),
        Texts.clean(identity.jarDigest()),
        Texts.clean(identity.parameterDigest()),
        Texts.clean(identity.apiVersion()),
        ReadsText.of(decision.reads()),
        decision.series().isEmpty() ? "{}" : Json.object(json -> json.details(decision.series())),
        Texts.flag(decision.overran()));
    cost(decision, batch);
  }

  /** Of a decision that was written before. */
  static void settle(DecisionSettled settled, Batch batch) {
    batch.add(
        Table.SETTLEMENTS,
        settled.id(),
        settled.verdict().text(),
        Json.object(json -> json.texts("outcomes", settled.outcomes())));
  }

  private static String result(List<String> clearances, @Nullable DecisionSettled settled) {
    if (clearances.isEmpty() && settled == null) {
      return "{}";
    }
    return Json.object(json -> {
      json.texts("clearances", clearances);
      if (settled != null) {
        json.texts("outcomes", settled.outcomes());
      }
    });
  }

  /** Only of decisions that cost something: those of most strategies never do. */
  private static void cost(DecisionRecord decision, Batch batch) {
    if (decision.costUsd().signum() == 0
        && decision.promptTokens() == 0
        && decision.completionTokens() == 0) {
      return;
    }
    String month =
        Instant.ofEpochMilli(decision.tickAt())
            .atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .withDayOfMonth(1)
            .toString();
    batch.add(
        Table.MONTHLY_COSTS,
        decision.deployment(),
        month,
        "1",
        Integer.toString(decision.promptTokens()),
        Integer.toString(decision.completionTokens()),
        decision.costUsd().toPlainString());
  }

  private static @Nullable String eventId(@Nullable String origin) {
    if (origin == null || !origin.startsWith(EVENT)) {
      return null;
    }
    String id = origin.substring(EVENT.length());
    boolean number =
        !id.isEmpty() && id.length() < 19 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? id : null;
  }
}
