package dev.orrery.exchange.venue.account;

import dev.orrery.api.value.Usd;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An account, a sub-account, or the house: money, positions, open orders, and what happened to
 * them. Confined to the venue.
 */
public final class Account {
  private static final int FILLS_KEPT = 10_000;
  private static final int ROWS_KEPT = 2_000;

  /**
   * All of it but its orders, to be kept.
   *
   * @param address its address
   * @param master of a sub-account its account
   * @param name of a sub-account
   * @param cash settled USDC for perpetuals, what is set apart included
   * @param spot USDC on spot
   * @param stakes what it has in markets
   * @param orders what became of orders
   * @param fills oldest first
   * @param funding oldest first
   * @param ledger oldest first
   * @param quota actions
   * @param deadMan scheduled cancel
   * @param builders highest fees by builder
   * @param cooling until when a liquidation takes positions whole
   */
  public record Saved(
      Address address,
      @Nullable Address master,
      String name,
      BigDecimal cash,
      BigDecimal spot,
      List<Stake.Saved> stakes,
      OrderArchive.Saved orders,
      List<Fill> fills,
      List<UserFunding> funding,
      List<LedgerUpdate> ledger,
      Quota.Saved quota,
      DeadManSwitch deadMan,
      List<Approval> builders,
      long cooling) {}

  /**
   * What a builder may take.
   *
   * @param builder who
   * @param tenths of a basis point, at most
   */
  public record Approval(Address builder, int tenths) {}

  private final Address address;
  private final @Nullable Address master;
  private final String name;
  private Usd cash = Usd.ZERO;
  private Usd spot = Usd.ZERO;
  private final NavigableMap<Integer, Stake> stakes = new TreeMap<>();
  private final Map<Long, Order> open = new LinkedHashMap<>();
  private final Map<Cloid, Order> openByCloid = new HashMap<>();
  private final OrderArchive orders = new OrderArchive();
  private final History<Fill> fills = new History<>(FILLS_KEPT, Fill::time);
  private final History<UserFunding> funding = new History<>(ROWS_KEPT, UserFunding::time);
  private final History<LedgerUpdate> ledger = new History<>(ROWS_KEPT, LedgerUpdate::time);
  private final Quota quota = new Quota();
  private final Map<Address, Integer> builders = new LinkedHashMap<>();
  private DeadManSwitch deadMan = DeadManSwitch.NONE;
  private long cooling;

  /** An account without anything; of a sub-account with its master. */
  public Account(Address address, @Nullable Address master, String name) {
    this.address = address;
    this.master = master;
    this.name = name;
  }

  /** One as it was kept, without its orders. */
  public static Account load(Saved saved) {
    Account account = new Account(saved.address, saved.master, saved.name);
    account.cash = new Usd(saved.cash);
    account.spot = new Usd(saved.spot);
    saved.stakes.forEach(stake -> account.stakes.put(stake.asset(), Stake.load(stake)));
    account.orders.load(saved.orders);
    account.fills.load(saved.fills);
    account.funding.load(saved.funding);
    account.ledger.load(saved.ledger);
    account.quota.load(saved.quota);
    account.deadMan = saved.deadMan;
    saved.builders.forEach(it -> account.builders.put(it.builder, it.tenths));
    account.cooling = saved.cooling;
    return account;
  }

  /** All of it but its orders. */
  public Saved saved() {
    List<Approval> approvals = new ArrayList<>();
    builders.forEach((builder, tenths) -> approvals.add(new Approval(builder, tenths)));
    return new Saved(
        address,
        master,
        name,
        cash.value(),
        spot.value(),
        stakes.values().stream().map(Stake::saved).toList(),
        orders.saved(),
        fills.all(),
        funding.all(),
        ledger.all(),
        quota.saved(),
        deadMan,
        approvals,
        cooling);
  }

  /** Its address. */
  public Address address() {
    return address;
  }

  /** Of a sub-account its account. */
  public @Nullable Address master() {
    return master;
  }

  /** Of a sub-account its name. */
  public String name() {
    return name;
  }

  /** Settled USDC for perpetuals, what is set apart for isolated positions included. */
  public Usd cash() {
    return cash;
  }

  /** Adds to it, or takes away. */
  public void pay(Usd amount) {
    cash = cash.plus(amount);
  }

  /** USDC on spot. */
  public Usd spot() {
    return spot;
  }

  /** Adds to it, or takes away. */
  public void paySpot(Usd amount) {
    spot = spot.plus(amount);
  }

  /** What it has in a market. */
  public Stake stake(Market market) {
    Stake stake = stakes.get(market.asset());
    return stake == null
        ? Stake.none(market.asset(), market.traits().maxLeverage(), market.traits().isolatedOnly())
        : stake;
  }

  /** Changes what it has in a market. */
  public void stake(Stake stake) {
    stakes.put(stake.asset(), stake);
  }

  /** What it has in all markets it ever touched, by number. */
  public Collection<Stake> stakes() {
    return Collections.unmodifiableCollection(stakes.values());
  }

  /** Its open orders, oldest first. */
  public List<Order> open() {
    return List.copyOf(open.values());
  }

  /** How many orders are open. */
  public int openCount() {
    return open.size();
  }

  /** An order is open from now on. */
  public void opened(Order order) {
    open.put(order.oid(), order);
    Cloid cloid = order.ticket().cloid();
    if (cloid != null) {
      openByCloid.put(cloid, order);
    }
  }

  /** An order is open no more. */
  public void closed(Order order) {
    open.remove(order.oid());
    Cloid cloid = order.ticket().cloid();
    if (cloid != null) {
      openByCloid.remove(cloid, order);
    }
  }

  /** The open order of that number or client's id. */
  public @Nullable Order openOrder(OrderRef ref) {
    return switch (ref) {
      case OrderRef.Oid(long oid) -> open.get(oid);
      case OrderRef.ByCloid(var cloid) -> openByCloid.get(cloid);
    };
  }

  /** What became of orders. */
  public OrderArchive orders() {
    return orders;
  }

  /** Executions. */
  public History<Fill> fills() {
    return fills;
  }

  /** Funding. */
  public History<UserFunding> funding() {
    return funding;
  }

  /** Money that moved otherwise. */
  public History<LedgerUpdate> ledger() {
    return ledger;
  }

  /** Actions it may send. */
  public Quota quota() {
    return quota;
  }

  /** Its scheduled cancel. */
  public DeadManSwitch deadMan() {
    return deadMan;
  }

  /** Changes its scheduled cancel. */
  public void deadMan(DeadManSwitch other) {
    deadMan = other;
  }

  /** What a builder may take, in tenths of a basis point. */
  public int builderFee(Address builder) {
    return builders.getOrDefault(builder, 0);
  }

  /** Lets a builder take so much. */
  public void builderFee(Address builder, int tenths) {
    builders.put(builder, tenths);
  }

  /** Until when a liquidation takes positions whole. */
  public long cooling() {
    return cooling;
  }

  /** A liquidation took a part. */
  public void cooling(long until) {
    cooling = until;
  }
}
