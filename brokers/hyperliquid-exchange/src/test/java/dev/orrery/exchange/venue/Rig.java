package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.Grouping;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.AssetPosition;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.Position;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Cancelled;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Liquidation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A venue with a market called BTC at 100,000 and one called ETH at 4,000, and who listens. */
final class Rig implements VenueListener {
  static final int BTC = 0;
  static final int ETH = 1;

  /** A Monday, a minute after an hour. */
  static final long START = 1_763_946_060_000L;

  static final Address ALICE = address(0xa11ce);
  static final Address BOB = address(0xb0b);
  static final Address CAROL = address(0xca401);
  static final Address AGENT = address(0xa9e7);

  private static final Signature SIGNATURE = new Signature(BigInteger.ONE, BigInteger.ONE, 27);

  Venue venue;
  final List<String> told = new ArrayList<>();
  final List<Fill> fills = new ArrayList<>();

  /** Whose the fills are. */
  final List<Address> filled = new ArrayList<>();

  final List<Liquidation> liquidations = new ArrayList<>();
  private long nonce = START;
  private long time = START;

  Rig(VenueSettings settings) {
    venue = new Venue(settings, this);
    venue.advance(START);
  }

  /** No makers: who rests and who takes is up to the test. */
  static Rig quiet() {
    return new Rig(settings().withMakers(Makers.NONE));
  }

  static Rig withMakers() {
    return new Rig(settings());
  }

  static VenueSettings settings() {
    return VenueSettings.of(
        PerpSettings.of("BTC", new BigDecimal("100000")),
        PerpSettings.of("ETH", new BigDecimal("4000")));
  }

  /** Saves the venue and goes on with what was loaded. */
  void reload() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    venue.save(out);
    venue = Venue.load(new ByteArrayInputStream(out.toByteArray()), this);
  }

  /** Makes accounts exist, as asking for them does. */
  Rig funded(Address... users) {
    for (Address user : users) {
      state(user);
    }
    return this;
  }

  static Address address(int number) {
    return new Address("0x%040x".formatted(number));
  }

  static Cloid cloid(int number) {
    return new Cloid("0x%032x".formatted(number));
  }

  static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  static OrderRequest limit(int asset, boolean buy, String size, String px, Tif tif) {
    return new OrderRequest(asset, buy, dec(px), dec(size), false, new OrderTerms.Limit(tif), null);
  }

  static OrderRequest buy(String size, String px) {
    return limit(BTC, true, size, px, Tif.GTC);
  }

  static OrderRequest sell(String size, String px) {
    return limit(BTC, false, size, px, Tif.GTC);
  }

  static OrderRequest reduceOnly(OrderRequest order) {
    return new OrderRequest(
        order.asset(),
        order.isBuy(),
        order.price(),
        order.size(),
        true,
        order.terms(),
        order.cloid());
  }

  static OrderRequest tif(OrderRequest order, Tif tif) {
    return new OrderRequest(
        order.asset(),
        order.isBuy(),
        order.price(),
        order.size(),
        order.reduceOnly(),
        new OrderTerms.Limit(tif),
        order.cloid());
  }

  static OrderRequest named(OrderRequest order, int cloid) {
    return new OrderRequest(
        order.asset(),
        order.isBuy(),
        order.price(),
        order.size(),
        order.reduceOnly(),
        order.terms(),
        cloid(cloid));
  }

  /** A reduce-only exit at market. */
  static OrderRequest exit(boolean buy, String size, String px, String trigger, Tpsl tpsl) {
    return new OrderRequest(
        BTC, buy, dec(px), dec(size), true, new OrderTerms.Trigger(true, dec(trigger), tpsl), null);
  }

  long now() {
    return time;
  }

  /** Lets time pass. */
  void pass(long millis) {
    time += millis;
    venue.advance(time);
  }

  /** The market outside trades, so little that it fills nothing at its price. */
  void price(String coin, String px) {
    venue.market(new MarketTick.Print(coin, ++time, dec(px), BigDecimal.ZERO, null));
  }

  ExchangeAnswer act(Address signer, Action action) {
    return act(signer, action, ++nonce, null, null);
  }

  ExchangeAnswer act(
      Address signer,
      Action action,
      long withNonce,
      @Nullable Address vault,
      @Nullable Long expiresAfter) {
    return venue.act(
        new VenueCall(
            signer, new ExchangeRequest(action, withNonce, SIGNATURE, vault, expiresAfter), time));
  }

  /** A call of the present. */
  VenueCall call(Address signer, Action action) {
    return new VenueCall(signer, new ExchangeRequest(action, ++nonce, SIGNATURE, null, null), time);
  }

  long nextNonce() {
    return ++nonce;
  }

  /** Places one order and gives its entry. */
  EntryStatus place(Address user, OrderRequest order) {
    return place(user, Grouping.Plain.NA, order).getFirst();
  }

  List<EntryStatus> place(Address user, Grouping grouping, OrderRequest... orders) {
    ExchangeAnswer answer = act(user, new PlaceOrders(List.of(orders), grouping, null));
    if (answer instanceof ExchangeAnswer.Statuses(String type, List<EntryStatus> statuses)) {
      return statuses;
    }
    throw new AssertionError("orders were answered with " + answer);
  }

  /** Places one order that must come to rest, and gives its number. */
  long rest(Address user, OrderRequest order) {
    EntryStatus status = place(user, order);
    if (status instanceof EntryStatus.Resting resting) {
      return resting.oid();
    }
    throw new AssertionError(order + " did not come to rest: " + status);
  }

  /** What an order was refused with. */
  String refusal(Address user, OrderRequest order) {
    EntryStatus status = place(user, order);
    return status instanceof EntryStatus.Failed(String error) ? error : "not refused: " + status;
  }

  EntryStatus cancel(Address user, int asset, long oid) {
    ExchangeAnswer answer =
        act(user, new CancelOrders(List.of(new CancelOrders.Cancel(asset, oid)), false));
    return ((ExchangeAnswer.Statuses) answer).statuses().getFirst();
  }

  /** What must have an answer. */
  <A> A ask(InfoRequest<A> request) {
    A answer = venue.info(request);
    if (answer == null) {
      throw new AssertionError("no answer to " + request);
    }
    return answer;
  }

  ClearinghouseState state(Address user) {
    return ask(new AccountRequest.Perpetuals(user, null));
  }

  /** A position that must be there. */
  Position position(Address user, String coin) {
    return positions(user, coin)
        .findFirst()
        .orElseThrow(() -> new AssertionError(user + " has nothing of " + coin));
  }

  BigDecimal size(Address user, String coin) {
    return positions(user, coin).map(Position::szi).findFirst().orElse(BigDecimal.ZERO);
  }

  private Stream<Position> positions(Address user, String coin) {
    return state(user).assetPositions().stream()
        .map(AssetPosition::position)
        .filter(it -> it.coin().equals(coin));
  }

  List<DetailedOrder> open(Address user) {
    return ask(new AccountRequest.DetailedOpenOrders(user, null));
  }

  String status(Address user, long oid) {
    return record(user, OrderRef.of(oid)).status();
  }

  /** What the venue says of an order that it must know. */
  OrderRecord record(Address user, OrderRef ref) {
    OrderRecord found = ask(new AccountRequest.OrderStatus(user, ref)).order();
    if (found == null) {
      throw new AssertionError("nobody knows " + ref);
    }
    return found;
  }

  @Override
  public void fill(Address user, Fill fill) {
    fills.add(fill);
    filled.add(user);
    told.add("fill " + user + " " + WireJson.text(fill));
  }

  @Override
  public void order(Address user, OrderRecord order) {
    told.add("order " + user + " " + WireJson.text(order));
  }

  @Override
  public void trade(Trade trade) {
    told.add("trade " + WireJson.text(trade));
  }

  @Override
  public void bookChanged(String coin) {
    told.add("book " + coin);
  }

  @Override
  public void midChanged(String coin, BigDecimal mid) {
    told.add("mid " + coin + " " + Decimals.shown(mid));
  }

  @Override
  public void contextChanged(String coin) {
    told.add("context " + coin);
  }

  @Override
  public void candle(Candle candle) {
    told.add("candle " + WireJson.text(candle));
  }

  @Override
  public void funding(Address user, UserFunding funding) {
    told.add("funding " + user + " " + WireJson.text(funding));
  }

  @Override
  public void liquidation(Address user, Liquidation liquidation) {
    liquidations.add(liquidation);
    told.add("liquidation " + user + " " + WireJson.text(liquidation));
  }

  @Override
  public void nonUserCancel(Address user, Cancelled order) {
    told.add("cancelled " + user + " " + order.oid());
  }

  @Override
  public void ledger(Address user, LedgerUpdate update) {
    told.add("ledger " + user + " " + WireJson.text(update));
  }

  @Override
  public void accountChanged(Address user) {
    told.add("account " + user);
  }
}
