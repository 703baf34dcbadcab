package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.AgentSetAbstraction;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.ApproveBuilderFee;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.CreateSubAccount;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ModifyOrder;
import dev.orrery.hyperliquid.wire.action.Noop;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.ReserveRequestWeight;
import dev.orrery.hyperliquid.wire.action.ScheduleCancel;
import dev.orrery.hyperliquid.wire.action.SendAsset;
import dev.orrery.hyperliquid.wire.action.SetReferrer;
import dev.orrery.hyperliquid.wire.action.SpotSend;
import dev.orrery.hyperliquid.wire.action.SubAccountTransfer;
import dev.orrery.hyperliquid.wire.action.TopUpIsolatedOnlyMargin;
import dev.orrery.hyperliquid.wire.action.TwapCancel;
import dev.orrery.hyperliquid.wire.action.TwapOrder;
import dev.orrery.hyperliquid.wire.action.UnlistedAction;
import dev.orrery.hyperliquid.wire.action.UpdateIsolatedMargin;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.action.UsdClassTransfer;
import dev.orrery.hyperliquid.wire.action.UsdSend;
import dev.orrery.hyperliquid.wire.action.UserSetAbstraction;
import dev.orrery.hyperliquid.wire.action.VaultTransfer;
import dev.orrery.hyperliquid.wire.action.Withdraw;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Gives each kind of action to whoever does it. */
final class Dispatch {
  private static final BigDecimal WEIGHT_PRICE = new BigDecimal("0.0005");
  private static final BigDecimal SCHEDULE_VOLUME = new BigDecimal("1000000");
  private static final long SCHEDULE_AHEAD = 5_000;
  private static final String LEFT_OUT = " is left out of the local exchange.";
  private static final BigDecimal PER_PERCENT = new BigDecimal("1000");

  private final VenueState state;
  private final OrderDesk orders;
  private final OrderChanges changes;
  private final AgentDesk agents;
  private final LeverageDesk leverage;
  private final Money money;
  private final Margins margins;

  Dispatch(
      VenueState state,
      OrderDesk orders,
      OrderChanges changes,
      AgentDesk agents,
      LeverageDesk leverage,
      Money money,
      Margins margins) {
    this.state = state;
    this.orders = orders;
    this.changes = changes;
    this.agents = agents;
    this.leverage = leverage;
    this.money = money;
    this.margins = margins;
  }

  /**
   * Does it.
   *
   * @param account whom it is for
   * @param master whose signature or agent it came with
   */
  ExchangeAnswer take(Account account, Account master, Action action) {
    return switch (action) {
      case PlaceOrders it -> orders.place(account, it);
      case CancelOrders it -> changes.cancel(account, it);
      case CancelByCloid it -> changes.cancel(account, it);
      case ModifyOrder it -> changes.modify(account, it);
      case BatchModify it -> changes.modify(account, it);
      case ScheduleCancel it -> schedule(account, it);
      case UpdateLeverage it -> leverage.leverage(account, it);
      case UpdateIsolatedMargin it -> leverage.isolatedMargin(account, it);
      case TopUpIsolatedOnlyMargin it -> leverage.topUp(account, it);
      case Noop it -> new ExchangeAnswer.Done();
      case SetReferrer it -> new ExchangeAnswer.Done();
      case ReserveRequestWeight it -> buyWeight(account, it);
      case CreateSubAccount it -> createSubAccount(master, it);
      case SubAccountTransfer it -> money.subAccount(master, it);
      case ApproveAgent it -> agents.approve(account, it);
      case ApproveBuilderFee it -> approveBuilder(account, it);
      case UsdSend it -> money.send(account, it);
      case Withdraw it -> money.withdraw(account, it);
      case UsdClassTransfer it -> money.classTransfer(account, it);
      case SpotSend it -> money.send(account, it);
      case SendAsset it -> money.send(account, it);
      case VaultTransfer it ->
          new ExchangeAnswer.Refused(RefusalReason.VAULT_UNKNOWN.text() + ": " + it.vaultAddress());
      case AgentSetAbstraction it ->
          abstraction(it.abstraction() == AgentSetAbstraction.Mode.DISABLED);
      case UserSetAbstraction it -> abstraction(it.abstraction().equals("disabled"));
      case TwapOrder it -> new ExchangeAnswer.Refused(it.type() + LEFT_OUT);
      case TwapCancel it -> new ExchangeAnswer.Refused(it.type() + LEFT_OUT);
      case UnlistedAction it -> new ExchangeAnswer.Refused(it.type() + LEFT_OUT);
    };
  }

  private static ExchangeAnswer abstraction(boolean apart) {
    return apart
        ? new ExchangeAnswer.Done()
        : new ExchangeAnswer.Refused("An account with one balance for all" + LEFT_OUT);
  }

  private ExchangeAnswer schedule(Account account, ScheduleCancel action) {
    Long time = action.time();
    if (time == null) {
      account.deadMan(account.deadMan().set(0));
      return new ExchangeAnswer.Done();
    }
    BigDecimal volume = account.quota().volume();
    if (state.settings().rateLimits() && volume.compareTo(SCHEDULE_VOLUME) < 0) {
      return new ExchangeAnswer.Refused(
          RefusalReason.SCHEDULE_VOLUME.text()
              + " Required: $1000000. Traded: $"
              + volume.setScale(2, RoundingMode.DOWN).stripTrailingZeros().toPlainString()
              + ".");
    }
    if (time < state.now() + SCHEDULE_AHEAD) {
      return new ExchangeAnswer.Refused(
          "Scheduled cancel time must be at least 5 seconds in the future.");
    }
    if (account.deadMan().exhausted(state.now())) {
      return new ExchangeAnswer.Refused("Scheduled cancels fired 10 times today already.");
    }
    account.deadMan(account.deadMan().set(time));
    return new ExchangeAnswer.Done();
  }

  private ExchangeAnswer buyWeight(Account account, ReserveRequestWeight action) {
    Usd price = new Usd(WEIGHT_PRICE.multiply(BigDecimal.valueOf(action.weight())));
    Account target =
        action.destination() == null ? account : state.account(action.destination()).orElse(null);
    if (target == null || margins.transferable(account).compareTo(price) < 0) {
      return new ExchangeAnswer.Refused(RefusalReason.TRANSFER_BALANCE.text());
    }
    account.pay(price.negate());
    state.collect(price);
    target.quota().buy(action.weight());
    state.events().accountChanged(account.address());
    return new ExchangeAnswer.Done();
  }

  private ExchangeAnswer createSubAccount(Account master, CreateSubAccount action) {
    Account sub = new Account(new Address(state.ids().address()), master.address(), action.name());
    state.add(sub);
    return new ExchangeAnswer.Created(sub.address());
  }

  private static ExchangeAnswer approveBuilder(Account account, ApproveBuilderFee action) {
    String rate = action.maxFeeRate();
    try {
      BigDecimal percent = Decimals.parse(rate.substring(0, Math.max(0, rate.length() - 1)));
      BigDecimal tenths = percent.multiply(PER_PERCENT);
      if (rate.endsWith("%")
          && tenths.signum() >= 0
          && tenths.compareTo(BigDecimal.valueOf(1000)) <= 0) {
        account.builderFee(action.builder(), tenths.intValueExact());
        return new ExchangeAnswer.Done();
      }
    } catch (ArithmeticException | IllegalArgumentException e) {
      // Said below: there is one way to write a rate, and this is none.
    }
    return new ExchangeAnswer.Refused("Invalid fee rate: " + rate);
  }
}
