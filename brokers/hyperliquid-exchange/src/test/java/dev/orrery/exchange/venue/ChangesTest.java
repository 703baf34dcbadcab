package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.BTC;
import static dev.orrery.exchange.venue.Rig.ETH;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.exit;
import static dev.orrery.exchange.venue.Rig.named;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ModifyOrder;
import dev.orrery.hyperliquid.wire.action.OrderChange;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.ScheduleCancel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cancels, modifies, and the dead man's switch. */
class ChangesTest {
  private static final String GONE = "Order was never placed, already canceled, or filled. asset=0";

  private final Rig rig = Rig.quiet().funded(ALICE, BOB);

  @Test
  void cancelsByNumberAndByClientsId() {
    long oid = rig.rest(ALICE, named(buy("0.001", "99000"), 1));
    rig.rest(ALICE, named(buy("0.001", "99000"), 2));

    assertThat(rig.cancel(ALICE, BTC, oid)).isEqualTo(EntryStatus.Word.SUCCESS);
    assertThat(rig.cancel(ALICE, BTC, oid)).isEqualTo(new EntryStatus.Failed(GONE));
    assertThat(
            rig.act(ALICE, new CancelByCloid(List.of(new CancelByCloid.Cancel(BTC, Rig.cloid(2))))))
        .isEqualTo(new ExchangeAnswer.Statuses("cancel", List.of(EntryStatus.Word.SUCCESS)));
    assertThat(rig.open(ALICE)).isEmpty();
  }

  @Test
  void nobodyCancelsTheOrdersOfOthersOrOfAnotherMarket() {
    long oid = rig.rest(ALICE, buy("0.001", "99000"));

    assertThat(rig.cancel(BOB, BTC, oid)).isEqualTo(new EntryStatus.Failed(GONE));
    assertThat(rig.cancel(ALICE, ETH, oid))
        .isEqualTo(
            new EntryStatus.Failed("Order was never placed, already canceled, or filled. asset=1"));
    assertThat(rig.status(ALICE, oid)).isEqualTo("open");
  }

  @Test
  void triggersAreNotCancelledFast() {
    EntryStatus.Resting stop =
        (EntryStatus.Resting)
            rig.place(ALICE, exit(false, "0.001", "80000", "90000", Tpsl.STOP_LOSS));

    ExchangeAnswer answer =
        rig.act(ALICE, new CancelOrders(List.of(new CancelOrders.Cancel(BTC, stop.oid())), true));

    assertThat(answer)
        .isEqualTo(
            new ExchangeAnswer.Statuses(
                "cancel",
                List.of(
                    new EntryStatus.Failed("Trigger orders cannot be canceled fast. asset=0"))));
  }

  @Test
  void aModifiedOrderIsANewOneAndPostOnly() {
    long oid = rig.rest(ALICE, named(buy("0.001", "99000"), 1));

    assertThat(modify(OrderRef.of(oid), named(buy("0.002", "99001"), 1), false))
        .isEqualTo(new ExchangeAnswer.Done());

    assertThat(rig.status(ALICE, oid)).isEqualTo("canceled");
    assertThat(rig.open(ALICE)).hasSize(1);
    assertThat(rig.open(ALICE).getFirst().oid()).isNotEqualTo(oid);
    assertThat(rig.open(ALICE).getFirst().tif()).isEqualTo("Alo");
    assertThat(rig.record(ALICE, OrderRef.of(Rig.cloid(1))).status()).isEqualTo("open");
  }

  @Test
  void theClientsIdLeadsToTheOrderThatStandsNow() {
    long oid = rig.rest(ALICE, named(buy("0.001", "99000"), 1));
    modify(OrderRef.of(oid), named(tif(buy("0.002", "99001"), Tif.ALO), 1), false);

    ExchangeAnswer answer =
        rig.act(
            ALICE,
            new BatchModify(
                List.of(
                    new OrderChange(
                        OrderRef.of(Rig.cloid(1)), named(tif(buy("0.003", "99002"), Tif.ALO), 1))),
                false));

    assertThat(((ExchangeAnswer.Statuses) answer).statuses().getFirst())
        .isInstanceOf(EntryStatus.Resting.class);
    assertThat(rig.open(ALICE)).hasSize(1);
    assertThat(rig.open(ALICE).getFirst().limitPx()).isEqualByComparingTo("99002");
  }

  @Test
  void theNewOrderIsToldOpenBeforeTheOldOneCancelled() {
    long oid = rig.rest(ALICE, buy("0.001", "99000"));
    rig.told.clear();

    modify(OrderRef.of(oid), buy("0.001", "99001"), false);

    List<String> orders = rig.told.stream().filter(it -> it.startsWith("order ")).toList();
    assertThat(orders).hasSize(2);
    assertThat(orders.get(0)).contains("\"status\":\"open\"").doesNotContain("" + oid);
    assertThat(orders.get(1)).contains("\"status\":\"canceled\"").contains("" + oid);
  }

  @Test
  void aRefusedModifyLeavesTheOldOrder() {
    rig.rest(BOB, sell("0.001", "100000"));
    long oid = rig.rest(ALICE, named(buy("0.001", "99000"), 1));

    assertThat(modify(OrderRef.of(oid), named(buy("0.001", "100000"), 1), false))
        .isEqualTo(
            new ExchangeAnswer.Refused(
                "Post only order would have immediately matched, bbo was 99000@100000. asset=0"));
    assertThat(rig.status(ALICE, oid)).isEqualTo("open");
    assertThat(rig.record(ALICE, OrderRef.of(Rig.cloid(1))).order().oid()).isEqualTo(oid);
    assertThat(rig.open(ALICE)).hasSize(1);
  }

  @Test
  void whatIsGoneCannotBeModifiedUnlessAlways() {
    long oid = rig.rest(ALICE, buy("0.001", "99000"));
    rig.cancel(ALICE, BTC, oid);

    assertThat(modify(OrderRef.of(oid), buy("0.001", "99001"), false))
        .isEqualTo(new ExchangeAnswer.Refused("Cannot modify canceled or filled order"));
    assertThat(modify(OrderRef.of(oid), buy("0.001", "99001"), true))
        .isEqualTo(new ExchangeAnswer.Done());
    assertThat(rig.open(ALICE)).hasSize(1);
  }

  @Test
  void alwaysTakesOrdersOfAnyKind() {
    rig.rest(BOB, sell("0.001", "100000"));
    long oid = rig.rest(ALICE, buy("0.001", "99000"));
    OrderRequest market = tif(buy("0.001", "100000"), Tif.IOC);

    assertThat(modify(OrderRef.of(oid), market, false))
        .isEqualTo(
            new ExchangeAnswer.Refused(
                "Without a=true an order is modified to an Alo order or to a Gtc order that rests."));
    assertThat(modify(OrderRef.of(oid), market, true)).isEqualTo(new ExchangeAnswer.Done());
    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("0.001");
    assertThat(rig.open(ALICE)).isEmpty();
  }

  private ExchangeAnswer modify(OrderRef target, OrderRequest order, boolean always) {
    return rig.act(ALICE, new ModifyOrder(new OrderChange(target, order), always));
  }

  @Test
  void theDeadMansSwitchIsNotForSmallAccounts() {
    assertThat(rig.act(ALICE, new ScheduleCancel(rig.now() + 60_000)))
        .isEqualTo(
            new ExchangeAnswer.Refused(
                "Cannot set scheduled cancel time until enough volume traded. Required: $1000000. Traded: $0."));
  }

  @Test
  void theDeadMansSwitchCancelsAllAtItsTime() {
    traded();
    long oid = rig.rest(ALICE, buy("0.001", "90000"));

    assertThat(rig.act(ALICE, new ScheduleCancel(rig.now() + 4_999)))
        .isEqualTo(
            new ExchangeAnswer.Refused(
                "Scheduled cancel time must be at least 5 seconds in the future."));
    rig.act(ALICE, new ScheduleCancel(rig.now() + 5_000));
    rig.pass(4_999);
    assertThat(rig.status(ALICE, oid)).isEqualTo("open");
    rig.pass(1);

    assertThat(rig.status(ALICE, oid)).isEqualTo("scheduledCancel");
    long another = rig.rest(ALICE, buy("0.001", "90000"));
    rig.pass(60_000);
    assertThat(rig.status(ALICE, another)).isEqualTo("open");
  }

  @Test
  void theDeadMansSwitchIsTakenAwayAndFiresTenTimesADay() {
    traded();
    long oid = rig.rest(ALICE, buy("0.001", "90000"));
    rig.act(ALICE, new ScheduleCancel(rig.now() + 5_000));
    rig.act(ALICE, new ScheduleCancel(null));
    rig.pass(5_000);
    assertThat(rig.status(ALICE, oid)).isEqualTo("open");

    for (int i = 0; i < 10; i++) {
      assertThat(rig.act(ALICE, new ScheduleCancel(rig.now() + 5_000)))
          .isEqualTo(new ExchangeAnswer.Done());
      rig.pass(5_000);
    }

    assertThat(rig.act(ALICE, new ScheduleCancel(rig.now() + 5_000)))
        .isEqualTo(new ExchangeAnswer.Refused("Scheduled cancels fired 10 times today already."));
    rig.pass(86_400_000);
    assertThat(rig.act(ALICE, new ScheduleCancel(rig.now() + 5_000)))
        .isEqualTo(new ExchangeAnswer.Done());
  }

  /** Gives Alice a volume of more than a million. */
  private void traded() {
    rig.venue.control().deposit(ALICE, dec("1000000"));
    rig.venue.control().deposit(BOB, dec("1000000"));
    rig.rest(ALICE, buy("11", "100000"));
    rig.place(BOB, sell("11", "100000"));
  }
}
