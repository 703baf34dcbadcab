package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.SendAsset;
import dev.orrery.hyperliquid.wire.action.SpotSend;
import dev.orrery.hyperliquid.wire.action.SubAccountTransfer;
import dev.orrery.hyperliquid.wire.action.UsdClassTransfer;
import dev.orrery.hyperliquid.wire.action.UsdSend;
import dev.orrery.hyperliquid.wire.action.Withdraw;
import dev.orrery.hyperliquid.wire.info.LedgerDelta;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** USDC that moves: in and out, between accounts, and between perpetuals and spot. */
final class Money {
  private static final Usd WITHDRAWAL_FEE = Usd.of(1);
  private static final String SUB_ACCOUNT = " subaccount:";
  private static final String SPOT = "spot";

  private final VenueState state;
  private final Margins margins;

  Money(VenueState state, Margins margins) {
    this.state = state;
    this.margins = margins;
  }

  /** Gives an address USDC; it exists from then on. */
  Account deposit(Address user, Usd amount) {
    Account account = existing(user);
    account.pay(amount);
    tell(account, Entry.of("deposit").usdc(amount));
    return account;
  }

  /** Takes USDC away without asking for margin. */
  void take(Account account, Usd amount) {
    account.pay(amount.negate());
    tell(account, Entry.of("withdraw").usdc(amount).fee(Usd.ZERO));
  }

  ExchangeAnswer withdraw(Account account, Withdraw action) {
    Usd amount = amount(action.amount());
    if (amount == null || amount.compareTo(WITHDRAWAL_FEE) <= 0) {
      return invalidAmount(action.amount());
    }
    if (margins.transferable(account).compareTo(amount) < 0) {
      return refused(RefusalReason.WITHDRAWAL_BALANCE);
    }
    account.pay(amount.negate());
    state.collect(WITHDRAWAL_FEE);
    tell(account, Entry.of("withdraw").usdc(amount.minus(WITHDRAWAL_FEE)).fee(WITHDRAWAL_FEE));
    return new ExchangeAnswer.Done();
  }

  ExchangeAnswer send(Account from, UsdSend action) {
    return send(from, action.destination(), action.amount(), false, false);
  }

  ExchangeAnswer send(Account from, SpotSend action) {
    return isUsdc(action.token())
        ? send(from, action.destination(), action.amount(), true, true)
        : refused(RefusalReason.TRANSFER_BALANCE);
  }

  ExchangeAnswer send(Account signer, SendAsset action) {
    Account from = signer;
    if (!action.fromSubAccount().isEmpty()) {
      Account sub = address(action.fromSubAccount()).flatMap(state::account).orElse(null);
      if (sub == null || !signer.address().equals(sub.master())) {
        return notRegistered(action.fromSubAccount(), signer);
      }
      from = sub;
    }
    if (!isUsdc(action.token())
        || !isKnown(action.sourceDex())
        || !isKnown(action.destinationDex())) {
      return refused(RefusalReason.TRANSFER_BALANCE);
    }
    return send(
        from,
        action.destination(),
        action.amount(),
        action.sourceDex().equals(SPOT),
        action.destinationDex().equals(SPOT));
  }

  private static boolean isKnown(String dex) {
    return dex.isEmpty() || dex.equals(SPOT);
  }

  private static boolean isUsdc(String token) {
    return token.equals("USDC") || token.startsWith("USDC:");
  }

  private ExchangeAnswer send(
      Account from, String destination, String text, boolean fromSpot, boolean toSpot) {
    Usd amount = amount(text);
    Optional<Address> to = address(destination);
    if (amount == null) {
      return invalidAmount(text);
    }
    if (to.isEmpty() || to.get().equals(Address.ZERO)) {
      return new ExchangeAnswer.Refused("Invalid destination.");
    }
    Usd have = fromSpot ? from.spot() : margins.transferable(from);
    if (have.compareTo(amount) < 0) {
      return refused(RefusalReason.TRANSFER_BALANCE);
    }
    Account target = existing(to.get());
    move(from, fromSpot, amount.negate());
    move(target, toSpot, amount);
    Entry entry =
        Entry.of(fromSpot || toSpot ? "spotTransfer" : "internalTransfer")
            .usdc(amount)
            .fee(Usd.ZERO)
            .between(from.address(), target.address());
    tell(from, entry);
    if (target != from) {
      tell(target, entry);
    }
    return new ExchangeAnswer.Done();
  }

  ExchangeAnswer classTransfer(Account signer, UsdClassTransfer action) {
    String text = action.amount();
    Account account = signer;
    int at = text.indexOf(SUB_ACCOUNT);
    if (at >= 0) {
      String named = text.substring(at + SUB_ACCOUNT.length());
      text = text.substring(0, at);
      Account sub = address(named).flatMap(state::account).orElse(null);
      if (sub == null || !signer.address().equals(sub.master())) {
        return notRegistered(named, signer);
      }
      account = sub;
    }
    Usd amount = amount(text);
    if (amount == null) {
      return invalidAmount(text);
    }
    Usd have = action.toPerp() ? account.spot() : margins.transferable(account);
    if (have.compareTo(amount) < 0) {
      return refused(RefusalReason.TRANSFER_BALANCE);
    }
    move(account, action.toPerp(), amount.negate());
    move(account, !action.toPerp(), amount);
    tell(account, Entry.of("accountClassTransfer").usdc(amount).toPerp(action.toPerp()));
    return new ExchangeAnswer.Done();
  }

  ExchangeAnswer subAccount(Account master, SubAccountTransfer action) {
    Account sub = state.account(action.subAccountUser()).orElse(null);
    if (sub == null || !master.address().equals(sub.master())) {
      return notRegistered(action.subAccountUser().hex(), master);
    }
    Usd amount = new Usd(BigDecimal.valueOf(action.usd(), 6));
    Account from = action.isDeposit() ? master : sub;
    Account to = action.isDeposit() ? sub : master;
    if (amount.signum() <= 0) {
      return invalidAmount(amount.toString());
    }
    if (margins.transferable(from).compareTo(amount) < 0) {
      return refused(RefusalReason.TRANSFER_BALANCE);
    }
    from.pay(amount.negate());
    to.pay(amount);
    Entry entry = Entry.of("subAccountTransfer").usdc(amount).between(from.address(), to.address());
    tell(from, entry);
    tell(to, entry);
    return new ExchangeAnswer.Done();
  }

  static ExchangeAnswer notRegistered(String sub, Account master) {
    return new ExchangeAnswer.Refused(
        RefusalReason.SUB_ACCOUNT_UNKNOWN.text()
            + sub
            + " is not registered to "
            + master.address());
  }

  private Account existing(Address user) {
    Account found = state.account(user).orElse(null);
    if (found == null) {
      found = new Account(user, null, "");
      state.add(found);
    }
    return found;
  }

  private static void move(Account account, boolean spot, Usd amount) {
    if (spot) {
      account.paySpot(amount);
    } else {
      account.pay(amount);
    }
  }

  /** Writes down and tells that money moved. */
  void tell(Account account, Entry entry) {
    LedgerUpdate update = new LedgerUpdate(state.now(), state.ids().hash(), entry.delta());
    account.ledger().add(update);
    state.unsettled(account.address());
    state.events().ledger(account.address(), update);
  }

  private static ExchangeAnswer refused(RefusalReason reason) {
    return new ExchangeAnswer.Refused(reason.text());
  }

  private static ExchangeAnswer invalidAmount(String text) {
    return new ExchangeAnswer.Refused("Invalid amount: " + text);
  }

  /** An amount above zero of at most 6 decimals; null for anything else. */
  private static @Nullable Usd amount(String text) {
    try {
      BigDecimal value = Decimals.parse(text);
      return value.signum() > 0 && value.scale() <= 6 ? new Usd(value) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Optional<Address> address(String text) {
    try {
      return Optional.of(new Address(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A line of the ledger.
   *
   * @param type what moved it
   * @param usdc how much
   * @param fee paid for it
   * @param user from whom
   * @param destination to whom
   * @param toPerp from spot, or back
   */
  record Entry(
      String type,
      @Nullable Usd usdc,
      @Nullable Usd fee,
      @Nullable Address user,
      @Nullable Address destination,
      @Nullable Boolean toPerp) {
    static Entry of(String type) {
      return new Entry(type, null, null, null, null, null);
    }

    Entry usdc(Usd amount) {
      return new Entry(type, amount, fee, user, destination, toPerp);
    }

    Entry fee(Usd amount) {
      return new Entry(type, usdc, amount, user, destination, toPerp);
    }

    Entry between(Address from, Address to) {
      return new Entry(type, usdc, fee, from, to, toPerp);
    }

    Entry toPerp(boolean there) {
      return new Entry(type, usdc, fee, user, destination, there);
    }

    private LedgerDelta delta() {
      return new LedgerDelta(
          type,
          usdc == null ? null : usdc.value(),
          null,
          null,
          null,
          fee == null ? null : fee.value(),
          user == null ? null : user.hex(),
          destination == null ? null : destination.hex(),
          null,
          toPerp);
    }
  }
}
