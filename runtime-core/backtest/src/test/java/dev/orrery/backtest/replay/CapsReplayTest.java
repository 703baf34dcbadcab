package dev.orrery.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.backtest.Walks;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.recording.DecisionRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded actions under other caps, on the account as it stood. */
final class CapsReplayTest {
  /** In and out, each time with half, then four fifths of the equity; and a limit that rests. */
  private static final String TRADES =
      """
      context.market().candles("BTC", Interval.MINUTE, 30);
      Usd equity = context.account().equity();
      if (minute % 6 == 0) { return List.of(TargetPosition.worth("BTC", equity.times("0.5"), "half")); }
      if (minute % 6 == 2) { return List.of(TargetPosition.worth("BTC", equity.times("0.8"), "more")); }
      if (minute % 6 == 3) { return List.of(
          PlaceOrder.sell("BTC", OrderSize.worth(equity.times("0.3")),
              OrderTerms.limit(Price.of("90000")), "rests"),
          new CancelAll("BTC", "at once")); }
      if (minute % 6 == 4) { return List.of(new ClosePosition("BTC", "out")); }
      return noop("waits");
      """;

  @TempDir private Path folder;
  private Recorded run = new Recorded(Path.of(""), List.of());

  @BeforeEach
  void trade() throws IOException {
    run =
        Recorded.of(
            Sources.jar(folder.resolve("tested.jar"), TRADES),
            Walks.minutes(folder.resolve("walk.csv"), 150, 3),
            StrategyOptions.named("tested").vault("v"));
  }

  @Test
  void theSameCapsWouldHaveDoneTheSame() {
    CapsReplay replay = new CapsReplay(Recorded.CAPS);
    assertThat(judge(replay)).isEmpty();
    assertThat(replay.tally().judged()).isGreaterThan(60);
    assertThat(replay.tally().unpriced()).isZero();
  }

  @Test
  void namesWhatTighterCapsWouldHaveDenied() {
    CapsReplay replay = new CapsReplay(caps("60", 100_000));
    List<Rejudged> changed = judge(replay);
    assertThat(changed)
        .isNotEmpty()
        .allSatisfy(each -> {
          assertThat(each.decision().reasons().toString()).contains("more");
          assertThat(each.changes().toString())
              .contains("its order was cleared, would be denied: POSITION_EXCEEDS_CAP symbol=BTC");
        });
    assertThat(replay.tally().denied()).isEqualTo(changed.size());
    assertThat(replay.tally().differs()).isTrue();
  }

  @Test
  void countsTheOrdersOfTheDayAsTheAccountHadThem() {
    List<Rejudged> changed = judge(new CapsReplay(caps("100", 20)));
    assertThat(changed.getFirst().changes().getFirst())
        .contains("ORDERS_PER_DAY_EXCEEDED placed=20 cap=20");
  }

  private List<Rejudged> judge(CapsReplay replay) {
    AccountBook book = new AccountBook();
    List<Rejudged> changed = new ArrayList<>();
    for (JournalEntry entry : run.entries()) {
      if (entry instanceof DecisionRecord decision) {
        replay.judge(decision, book).ifPresent(changed::add);
      } else if (entry instanceof AccountEntry of) {
        book.apply(of);
      }
    }
    return changed;
  }

  private static RiskCaps caps(String positionPct, int ordersPerDay) {
    return RiskCaps.builder()
        .maxPositionPct(positionPct)
        .maxTotalExposurePct("100")
        .maxOrdersPerDay(ordersPerDay)
        .maxOrdersPerMinute(100)
        .maxLeverage("2")
        .minOrderUsd("10")
        .allowedSymbols("BTC")
        .maxMonthlyCostUsd("5")
        .dailyLossHaltPct("100")
        .build();
  }
}
