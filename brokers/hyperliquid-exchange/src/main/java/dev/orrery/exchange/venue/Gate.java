package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Agents.Grant;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.ModifyOrder;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.ReserveRequestWeight;
import dev.orrery.hyperliquid.wire.action.ScheduleCancel;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who an action is for, and whether it may pass. Tried in this order: who signed, whose vault, the
 * nonce, which is used up from then on, the time it expires, and the actions the address has left.
 *
 * <p>An address is given the starting fund when somebody asks for its account or when it signs an
 * action of money and permissions. An order of an address nobody has heard of is refused: a wrong
 * hash recovers to a stranger, and the client has to find that out here as it would there.
 */
final class Gate {
  private static final int EXPIRED_COSTS = 5;

  /** Whoever asks for ever more addresses fills no memory. */
  private static final int MOST_ACCOUNTS = 10_000;

  /** An action that passed, or what is answered to one that did not. */
  sealed interface Passage {
    /**
     * It passed.
     *
     * @param account whom it is for
     * @param master whose signature or agent it came with
     */
    record Passed(Account account, Account master) implements Passage {}

    /**
     * It did not.
     *
     * @param text the venue's words
     */
    record Stopped(String text) implements Passage {}
  }

  private final VenueState state;
  private final Money money;

  Gate(VenueState state, Money money) {
    this.state = state;
    this.money = money;
  }

  Passage pass(VenueCall call) {
    ExchangeRequest request = call.request();
    Action action = request.action();
    Account master =
        action instanceof UserSignedAction ? signerItself(call.signer()) : signer(call.signer());
    if (master == null) {
      return new Passage.Stopped(unknown(action, call.signer()));
    }
    Account account = master;
    if (request.vaultAddress() != null && !(action instanceof UserSignedAction)) {
      Address vault = request.vaultAddress();
      Account named = state.account(vault).orElse(null);
      if (named == null || House.is(vault)) {
        return new Passage.Stopped(RefusalReason.VAULT_UNKNOWN.text() + ": " + vault);
      }
      if (named != master && !master.address().equals(named.master())) {
        return new Passage.Stopped(
            RefusalReason.SUB_ACCOUNT_UNKNOWN.text()
                + vault
                + " is not registered to "
                + master.address());
      }
      account = named;
    }
    String wrong = nonce(call);
    if (wrong == null) {
      wrong = quota(account, request);
    }
    return wrong == null ? new Passage.Passed(account, master) : new Passage.Stopped(wrong);
  }

  private static String unknown(Action action, Address signer) {
    return action instanceof UserSignedAction
        ? RefusalReason.MUST_DEPOSIT.text() + " User: " + signer
        : RefusalReason.UNKNOWN_SIGNER.text() + signer + " does not exist.";
  }

  private @Nullable Account signer(Address signer) {
    Optional<Grant> grant = state.agents().of(signer, state.now());
    Address address = grant.map(Grant::master).orElse(signer);
    return state.account(address).filter(Gate::hasKey).orElse(null);
  }

  /**
   * Money and permissions: an agent's signature counts for an account of its own, if it has one.
   */
  private @Nullable Account signerItself(Address signer) {
    Optional<Account> own =
        state.agents().of(signer, state.now()).isPresent() ? state.account(signer) : seen(signer);
    return own.filter(Gate::hasKey).orElse(null);
  }

  private static boolean hasKey(Account account) {
    return account.master() == null && !House.is(account.address());
  }

  /** The account of an address somebody speaks of, which may begin to exist by that. */
  Optional<Account> seen(Address address) {
    Optional<Account> known = state.account(address);
    boolean begins =
        known.isEmpty()
            && state.accounts().size() < MOST_ACCOUNTS
            && state.settings().startingFund().signum() > 0
            && !address.equals(Address.ZERO)
            && !House.is(address)
            && !state.agents().wasUsed(address);
    return begins
        ? Optional.of(money.deposit(address, new Usd(state.settings().startingFund())))
        : known;
  }

  private @Nullable String nonce(VenueCall call) {
    ExchangeRequest request = call.request();
    if (request.action() instanceof UserSignedAction signed) {
      if (signed.nonce() != request.nonce()) {
        return RefusalReason.NONCE_INVALID.text()
            + ": nonce "
            + signed.nonce()
            + " of the action is not nonce "
            + request.nonce()
            + " of the request";
      }
      if (signed.chain().network() != state.settings().network()) {
        return "Action is for " + signed.chain().network().chain() + ".";
      }
    }
    return state.nonces(call.signer()).use(request.nonce(), state.now());
  }

  private @Nullable String quota(Account account, ExchangeRequest request) {
    int count = Math.max(1, request.action().count());
    boolean cancel = isCancel(request.action());
    Long expires = request.expiresAfter();
    if (expires != null && state.now() > expires) {
      account.quota().use(EXPIRED_COSTS, cancel, state.now());
      return RefusalReason.EXPIRED.text();
    }
    if (request.action() instanceof ReserveRequestWeight) {
      return null;
    }
    if (state.settings().rateLimits() && !account.quota().allows(count, cancel, state.now())) {
      return "%s (%d > %d) for cumulative volume traded $%s. Place taker orders to free up 1 request per USDC traded."
          .formatted(
              RefusalReason.ADDRESS_LIMIT.text(),
              account.quota().used() + count,
              account.quota().cap(),
              account.quota().volume().setScale(2, RoundingMode.HALF_EVEN).toPlainString());
    }
    account.quota().use(count, cancel, state.now());
    return null;
  }

  private static boolean isCancel(Action action) {
    return action instanceof CancelOrders
        || action instanceof CancelByCloid
        || action instanceof ScheduleCancel;
  }

  /** Where an action stands in a block: what takes nothing, then cancels, then what takes. */
  static int place(Action action) {
    return switch (action) {
      case CancelOrders c -> 1;
      case CancelByCloid c -> 1;
      case PlaceOrders p -> p.orders().stream().anyMatch(Gate::takes) ? 2 : 0;
      case BatchModify m -> m.changes().stream().anyMatch(it -> takes(it.order())) ? 2 : 0;
      case ModifyOrder m -> takes(m.change().order()) ? 2 : 0;
      default -> 0;
    };
  }

  private static boolean takes(OrderRequest order) {
    return order.terms() instanceof OrderTerms.Limit limit && limit.tif() != OrderTerms.Tif.ALO;
  }
}
