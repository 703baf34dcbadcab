package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.LogRecorded;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsAtStartTest {
  @TempDir private static Path folder;
  private static Path jar;

  @BeforeAll
  static void compile() {
    jar =
        new Strategies()
            .add(
                "rests",
                "Trigger.everySeconds(60)",
                """
                return context.account().openOrders().isEmpty()
                    ? List.of(PlaceOrder.buy("BTC", OrderSize.of("0.1"),
                        OrderTerms.limit(Price.of("30000")), "low"))
                    : noop();
                """)
            .build(folder.resolve("rests.jar"));
  }

  @Test
  void bringsLeverageDownToTheCapOnceAndBeforeAnythingIsDecided() throws Exception {
    Rig rig = new Rig();
    run(rig, caps("100", "2.5"));
    assertThat(leverage(rig)).containsExactly("BTC 2");
    assertThat(rig.journal.entries().indexOf(told(rig).getFirst()))
        .isLessThan(rig.journal.entries().indexOf(rig.decisions().getFirst()));
    assertThat(said(rig, "leverage_set")).containsExactly("BTC 2 from 20 down to maxLeverage");
    Rig again = Rig.after(rig.journal.groups());
    run(again, caps("100", "2.5"));
    assertThat(leverage(again)).containsExactly("BTC 2");
    Rig lower = Rig.after(again.journal.groups());
    run(lower, caps("100", "1"));
    assertThat(leverage(lower)).containsExactly("BTC 2", "BTC 1");
  }

  @Test
  void namesOrdersThatWouldNotBeClearedAnyMoreAndLeavesThem() throws Exception {
    Rig rig = new Rig();
    run(rig, caps("100", "10"));
    assertThat(said(rig, "orders_over_caps")).isEmpty();
    Rig lower = Rig.after(rig.journal.groups());
    run(lower, caps("20", "10"));
    assertThat(said(lower, "orders_over_caps"))
        .singleElement()
        .asString()
        .startsWith(
            "resting although over the caps of now:"
                + " BUY 0.1 BTC limit 30000 GTC (POSITION_EXCEEDS_CAP symbol=BTC notional=")
        .endsWith(
            "cap=2000); orrery flatten rests cancels them and closes the position, or raise the caps"
                + " and start again");
    assertThat(lower.decisions()).as("the order is still there").hasSameSizeAs(rig.decisions());
  }

  private static void run(Rig rig, RiskCaps caps) throws Exception {
    Replay market = Replay.of(TestFiles.bars(folder, 10, 3), "BTC").laps(1).speed(Rig.NO_WAIT);
    try (StrategyRuntime runtime = rig.over(jar, market).defaultCaps(caps).build()) {
      Rig.play(runtime);
    }
  }

  private static RiskCaps caps(String position, String leverage) {
    return new RiskCaps(
        new BigDecimal(position),
        new BigDecimal("500"),
        1_000,
        1_000,
        new BigDecimal(leverage),
        BigDecimal.TEN,
        Set.of("BTC", "NONE"),
        new BigDecimal("200"),
        new BigDecimal("90"));
  }

  private static List<AccountEntry.Told> told(Rig rig) {
    return rig.journal.entries().stream()
        .filter(AccountEntry.Told.class::isInstance)
        .map(AccountEntry.Told.class::cast)
        .filter(each -> each.event() instanceof BrokerEvent.LeverageChanged)
        .toList();
  }

  private static List<String> leverage(Rig rig) {
    return told(rig).stream()
        .map(each -> (BrokerEvent.LeverageChanged) each.event())
        .map(each -> each.symbol() + " " + each.leverage())
        .toList();
  }

  private static List<String> said(Rig rig, String event) {
    return rig.journal.entries().stream()
        .filter(LogRecorded.class::isInstance)
        .map(LogRecorded.class::cast)
        .filter(each -> each.event().equals(event))
        .map(LogRecorded::message)
        .toList();
  }
}
