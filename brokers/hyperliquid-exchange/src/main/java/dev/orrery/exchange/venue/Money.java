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
import java.util.function.BiFunction;
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
    tell(account, LedgerEntry.deposit(amount));
    return account;
  }

  /** Takes USDC away without asking for margin. */
  void take(Account account, Usd amount) {
    account.pay(amount.negate());
    tell(account, LedgerEntry.withdrawal(amount, Usd.ZERO, state.now()));
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
    tell(
        account,
        LedgerEntry.withdrawal(amount.minus(WITHDRAWAL_FEE), WITHDRAWAL_FEE, action.time()));
    return new ExchangeAnswer.Done();
  }

  ExchangeAnswer send(Account from, UsdSend action) {
    return send(
        from,
        action.destination(),
        action.amount(),
        false,
        false,
        (usdc, to) -> LedgerEntry.internal(usdc, from.address(), to));
  }

  ExchangeAnswer send(Account from, SpotSend action) {
    return isUsdc(action.token())
        ? send(
            from,
            action.destination(),
            action.amount(),
            true,
            true,
            (usdc, to) -> LedgerEntry.spot(usdc, from.address(), to, action.time()))
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
    Address sender = from.address();
    return send(
        from,
        action.destination(),
        action.amount(),
        action.sourceDex().equals(SPOT),
        action.destinationDex().equals(SPOT),
        (usdc, to) ->
            LedgerEntry.send(
                usdc, sender, to, action.sourceDex(), action.destinationDex(), action.nonce()));
  }

  private static boolean isKnown(String dex) {
    return dex.isEmpty() || dex.equals(SPOT);
  }

  private static boolean isUsdc(String token) {
    return token.equals("USDC") || token.startsWith("USDC:");
  }

  private ExchangeAnswer send(
      Account from,
      String destination,
      String text,
      boolean fromSpot,
      boolean toSpot,
      BiFunction<Usd, Address, LedgerDelta> told) {
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
    LedgerDelta entry = told.apply(amount, target.address());
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
    tell(account, LedgerEntry.classTransfer(amount, action.toPerp()));
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
    LedgerDelta entry = LedgerEntry.subAccount(amount, from.address(), to.address());
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
  void tell(Account account, LedgerDelta entry) {
    LedgerUpdate update = new LedgerUpdate(state.now(), state.ids().hash(), entry);
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
}
