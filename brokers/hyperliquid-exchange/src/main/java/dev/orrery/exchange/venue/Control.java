package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The hand that gives, takes and breaks. */
final class Control implements VenueControl {
  private final VenueState state;
  private final Money money;
  private final Liquidations liquidations;
  private final Funding funding;
  private final Rejections rejections;
  private final Runnable finish;

  /**
   * A hand.
   *
   * @param finish what ends every call
   */
  Control(
      VenueState state,
      Money money,
      Liquidations liquidations,
      Funding funding,
      Rejections rejections,
      Runnable finish) {
    this.state = state;
    this.money = money;
    this.liquidations = liquidations;
    this.funding = funding;
    this.rejections = rejections;
    this.finish = finish;
  }

  @Override
  public void deposit(Address user, BigDecimal usdc) {
    state.ids().next();
    if (House.is(user) || user.equals(Address.ZERO)) {
      throw new IllegalArgumentException(user + " is nobody who can have an account");
    }
    money.deposit(user, positive(usdc));
    finish.run();
  }

  @Override
  public void withdraw(Address user, BigDecimal usdc) {
    state.ids().next();
    Account account = known(user);
    Usd amount = positive(usdc);
    if (account.cash().compareTo(amount) < 0) {
      throw new IllegalArgumentException(
          user + " has " + account.cash() + " USDC, which is less than " + amount);
    }
    money.take(account, amount);
    finish.run();
  }

  @Override
  public void liquidate(Address user) {
    state.ids().next();
    liquidations.force(known(user));
    finish.run();
  }

  @Override
  public void fund(String coin) {
    state.ids().next();
    funding.pay(state.theMarket(coin));
    finish.run();
  }

  @Override
  public boolean revokeAgent(Address user, Address agent) {
    boolean was = state.agents().revoke(user, agent);
    if (was) {
      state.events().accountChanged(user);
    }
    finish.run();
    return was;
  }

  @Override
  public void holdOracle(String coin, @Nullable BigDecimal px) {
    Market market = state.theMarket(coin);
    market.prices().hold(price(px), market.prices().heldMark());
    state.events().contextChanged(market);
    finish.run();
  }

  @Override
  public void holdMark(String coin, @Nullable BigDecimal px) {
    state.ids().next();
    Market market = state.theMarket(coin);
    market.prices().hold(market.prices().heldOracle(), price(px));
    state.events().contextChanged(market);
    state.allUnsettled();
    finish.run();
  }

  @Override
  public void rejectNext(@Nullable Address user, int pass, int count, String text) {
    if (pass < 0 || count < 0) {
      throw new IllegalArgumentException(
          "orders to let through and to refuse are 0 or more: " + pass + ", " + count);
    }
    rejections.set(new Rejections.Saved(user, pass, count, text));
  }

  private Account known(Address user) {
    return state
        .account(user)
        .filter(it -> !House.is(user))
        .orElseThrow(() -> new IllegalArgumentException("nobody is " + user));
  }

  private static Usd positive(BigDecimal usdc) {
    if (usdc.signum() <= 0) {
      throw new IllegalArgumentException("an amount is above zero, not " + usdc);
    }
    return new Usd(usdc);
  }

  private static @Nullable BigDecimal price(@Nullable BigDecimal px) {
    if (px != null && px.signum() <= 0) {
      throw new IllegalArgumentException("a price is above zero, not " + px);
    }
    return px;
  }
}
