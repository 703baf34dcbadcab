package dev.orrery.cli.feed;

import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.recording.Verdict;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a run did, strategy by strategy. Confined to whoever guards it. */
final class Tally {
  private final Map<String, Score> scores = new LinkedHashMap<>();

  /** What one strategy did. */
  static final class Score {
    private final String strategy;
    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private @Nullable BigDecimal before;
    private BigDecimal equity = BigDecimal.ZERO;
    private BigDecimal fees = BigDecimal.ZERO;
    private long orders;
    private long fills;

    private Score(String strategy) {
      this.strategy = strategy;
    }

    String strategy() {
      return strategy;
    }

    long decisions() {
      return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    long of(Verdict... wanted) {
      return List.of(wanted).stream().mapToLong(each -> verdicts.getOrDefault(each, 0L)).sum();
    }

    long orders() {
      return orders;
    }

    long fills() {
      return fills;
    }

    BigDecimal fees() {
      return fees;
    }

    BigDecimal equity() {
      return equity;
    }

    /** What its account gained since it began, open positions at their mark. */
    BigDecimal gain() {
      return before == null ? BigDecimal.ZERO : equity.subtract(before);
    }

    /** Begins where it stands, unless it has begun: its jar may come at any time. */
    private void stand(BigDecimal now) {
      equity = now;
      if (before == null) {
        before = now;
      }
    }
  }

  /** What accounts that were traded on had before. */
  Map<String, BigDecimal> begun() {
    Map<String, BigDecimal> begun = new HashMap<>();
    for (Score score : scores.values()) {
      BigDecimal before = score.before;
      if (before != null) {
        begun.put(score.strategy, before);
      }
    }
    return begun;
  }

  /** What accounts had before they were traded on. */
  void begin(Map<String, BigDecimal> began) {
    began.forEach((strategy, equity) -> score(strategy).stand(equity));
  }

  /** Where everybody is; where those begin who were not there before. */
  void stand(List<StrategyStatus> strategies) {
    for (StrategyStatus each : strategies) {
      score(each.name()).stand(each.account().equity().value());
    }
  }

  void count(RuntimeFact fact) {
    switch (fact) {
      case RuntimeFact.Decided it ->
          score(it.strategy()).verdicts.merge(it.verdict(), 1L, Long::sum);
      case RuntimeFact.Filled it -> {
        Score score = score(it.strategy());
        BigDecimal fee = it.fill().fee().value();
        score.fills++;
        score.fees = score.fees.add(fee);
        if (score.before == null) {
          score.before = it.equity().value().subtract(it.realised().value()).add(fee);
        }
        score.equity = it.equity().value();
      }
      case RuntimeFact.Logged it -> {
        if (it.event().equals("order_placed")) {
          score(it.strategy()).orders++;
        }
      }
      case RuntimeFact.Missed ignored -> {}
      case RuntimeFact.MarketEnded ignored -> {}
      case RuntimeFact.PluginChanged ignored -> {}
    }
  }

  Score score(String strategy) {
    return scores.computeIfAbsent(strategy, Score::new);
  }

  Collection<Score> scores() {
    return scores.values();
  }
}
