package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.hyperliquid.account.Missed;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.broker.VenueReport.VenuePosition;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.AssetPosition;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import dev.orrery.hyperliquid.wire.info.Position;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.FundingPaid;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the venue says of an account, put together from several answers: the account, then fills,
 * funding, money and orders, then the account again. Until cash and positions are what they were
 * before, so that all is of one moment, all is asked again: whatever fills or moves changes them.
 * The account is asked for twice because it costs least of what may be asked in a minute.
 * Thread-safe; blocks.
 */
public final class Reports {
  private static final int MOST_TRIES = 5;

  /** Cash is what two rounded values leave; the fee of the least fill is more. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.001");

  /** A fill that is not listed this long after its order's end will not be. */
  private static final Duration FILLS_ARE_LISTED = Duration.ofSeconds(10);

  private final Venue venue;
  private final Exits exits;
  private final RestClient rest;
  private final Missed missed;
  private final Wording wording;

  /** Reports on one account. */
  public Reports(Venue venue, Exits exits, RestClient rest, Wording wording) {
    this.venue = venue;
    this.exits = exits;
    this.rest = rest;
    this.missed = new Missed(rest, venue.line().account());
    this.wording = wording;
  }

  private record Moves(List<Fill> fills, List<FundingPaid> funding, List<LedgerUpdate> ledger) {}

  private record Answer(Moves moves, ClearinghouseState state, List<DetailedOrder> open) {}

  /**
   * Asks.
   *
   * @throws BrokerException TRANSIENT when the venue does not answer
   */
  public VenueReport report(ReportRequest request) {
    try {
      Answer answer = ask(request.since().toEpochMilli());
      Map<ClientOrderId, DetailedOrder> open = new LinkedHashMap<>();
      answer.open().forEach(it -> open.put(venue.orders().idOf(it.oid(), it.cloid()), it));
      Map<ClientOrderId, OrderFate> fates = new HashMap<>();
      for (ClientOrderId id : request.orders()) {
        fates.put(id, fate(id, open, answer));
      }
      return new VenueReport(
          Instant.ofEpochMilli(answer.state().time()),
          balance(answer.state()),
          answer.state().assetPositions().stream().map(Reports::position).toList(),
          orders(open),
          fates,
          answer.moves().fills().stream().map(wording::fill).toList(),
          deposits(answer, request.since()),
          answer.moves().funding().stream().map(wording::funding).toList());
    } catch (ProblemException e) {
      throw new BrokerException(
          BrokerException.Kind.TRANSIENT, "the venue cannot be asked: " + e.getMessage(), e);
    }
  }

  private List<BrokerEvent.Deposited> deposits(Answer answer, Instant since) {
    List<BrokerEvent.Deposited> all = new ArrayList<>(wording.untold(since));
    answer.moves().ledger().forEach(it -> wording.deposited(it).ifPresent(all::add));
    all.sort(Comparator.comparing(BrokerEvent.Deposited::at));
    return all;
  }

  private Answer ask(long since) {
    ClearinghouseState before = account();
    for (int attempt = 1; ; attempt++) {
      Moves moves = moves(since);
      List<DetailedOrder> open =
          rest.ask(new AccountRequest.DetailedOpenOrders(venue.line().account(), null)).orThrow();
      ClearinghouseState after = account();
      if (isSame(before, after) || attempt == MOST_TRIES) {
        return new Answer(moves, before, open);
      }
      before = after;
    }
  }

  private ClearinghouseState account() {
    return rest.ask(new AccountRequest.Perpetuals(venue.line().account(), null)).orThrow();
  }

  private static boolean isSame(ClearinghouseState one, ClearinghouseState other) {
    return balance(one).minus(balance(other)).abs().value().compareTo(ROUNDING) <= 0
        && held(one).equals(held(other));
  }

  private static Map<String, List<BigDecimal>> held(ClearinghouseState state) {
    Map<String, List<BigDecimal>> all = new HashMap<>();
    for (AssetPosition each : state.assetPositions()) {
      BigDecimal entry = each.position().entryPx();
      all.put(
          each.position().coin(),
          entry == null ? List.of(each.position().szi()) : List.of(each.position().szi(), entry));
    }
    return all;
  }

  private Moves moves(long since) {
    long from = Math.max(0, since);
    return new Moves(missed.fills(from), missed.fundings(from), missed.ledger(from));
  }

  /** Cash: the account's value less what its positions have gained and not realised. */
  private static Usd balance(ClearinghouseState state) {
    BigDecimal cash = state.marginSummary().accountValue();
    for (AssetPosition each : state.assetPositions()) {
      cash = cash.subtract(each.position().unrealizedPnl());
    }
    return new Usd(cash);
  }

  private static VenuePosition position(AssetPosition each) {
    Position it = each.position();
    BigDecimal entry = it.entryPx();
    return new VenuePosition(
        it.coin(),
        new Quantity(it.szi()),
        new Price(entry == null ? it.positionValue().divide(it.szi().abs()) : entry),
        it.leverage().value(),
        it.leverage().cross() ? MarginMode.CROSS : MarginMode.ISOLATED,
        Optional.ofNullable(it.liquidationPx()).filter(px -> px.signum() > 0).map(Price::new));
  }

  /** Those of the venue, and exits that are kept here, as they are bound to their entries. */
  private List<VenueReport.VenueOrder> orders(Map<ClientOrderId, DetailedOrder> open) {
    List<VenueReport.VenueOrder> all = new ArrayList<>();
    List<Exit> kept = exits.alive();
    synchronized (venue.orders()) {
      for (Exit exit : kept) {
        if (exit.remaining().signum() == 0 && exit.order.filled.signum() > 0) {
          continue; // It has filled: what it may still have at the venue is on its way off.
        }
        all.add(
            new VenueReport.VenueOrder(
                exit.spec.id(),
                Exits.number(exit.order),
                exit.spec.symbol(),
                exit.spec.side(),
                exit.spec.terms(),
                new Quantity(exit.remaining()),
                true,
                exit.order.since));
      }
      open.forEach((id, it) -> {
        if (exits.find(id) == null) {
          all.add(order(id, it, venue.orders().find(id)));
        }
      });
    }
    return all;
  }

  private static VenueReport.VenueOrder order(
      ClientOrderId id, DetailedOrder it, @Nullable VenueOrder known) {
    OrderTerms ours = known == null ? null : known.terms;
    return new VenueReport.VenueOrder(
        id,
        Long.toString(it.oid()),
        it.coin(),
        it.side() == BookSide.BID ? Side.BUY : Side.SELL,
        ours == null ? terms(it) : as(it, ours),
        new Quantity(it.sz()),
        it.reduceOnly(),
        Instant.ofEpochMilli(it.timestamp()));
  }

  /** A change makes a post-only order of one that is not; ours say what was asked for. */
  private static OrderTerms as(DetailedOrder it, OrderTerms ours) {
    return switch (ours) {
      case OrderTerms.Limit limit ->
          new OrderTerms.Limit(new Price(it.limitPx()), limit.timeInForce());
      case OrderTerms.Stop stop when it.isTrigger() ->
          new OrderTerms.Stop(new Price(it.triggerPx()), stop.limit());
      case OrderTerms.TakeProfit target when it.isTrigger() ->
          new OrderTerms.TakeProfit(new Price(it.triggerPx()), target.limit());
      case OrderTerms.Stop _, OrderTerms.TakeProfit _, OrderTerms.AtMarket _ -> ours;
    };
  }

  private static OrderTerms terms(DetailedOrder it) {
    Price limit = new Price(it.limitPx());
    if (!it.isTrigger()) {
      return new OrderTerms.Limit(
          limit, "Alo".equals(it.tif()) ? TimeInForce.POST_ONLY : TimeInForce.GTC);
    }
    Price trigger = new Price(it.triggerPx());
    Optional<Price> worst =
        it.orderType().endsWith("Limit") ? Optional.of(limit) : Optional.empty();
    return it.orderType().startsWith("Take Profit")
        ? new OrderTerms.TakeProfit(trigger, worst)
        : new OrderTerms.Stop(trigger, worst);
  }

  private OrderFate fate(ClientOrderId id, Map<ClientOrderId, DetailedOrder> open, Answer answer) {
    Exit exit;
    OrderRef ref = OrderRef.of(new Cloid(id.value()));
    synchronized (venue.orders()) {
      exit = exits.find(id);
      if (exit != null && !exit.order.ended) {
        return new OrderFate.Working(Exits.number(exit.order), new Quantity(exit.remaining()));
      }
      VenueOrder known = venue.orders().find(id);
      if (exit != null && known != null && known.oid == 0) {
        return new OrderFate.Final("", CloseReason.SIBLING, "was never at the venue");
      }
      if (known != null && known.moving != null) {
        return new OrderFate.Working(Exits.number(known), new Quantity(known.remaining()));
      }
      if (known != null) {
        ref = exits.ref(known);
      }
    }
    DetailedOrder works = open.get(id);
    if (works != null) {
      return new OrderFate.Working(Long.toString(works.oid()), new Quantity(works.sz()));
    }
    OrderRecord record =
        rest.ask(new AccountRequest.OrderStatus(venue.line().account(), ref)).orThrow().order();
    return record == null ? new OrderFate.NeverSeen() : fate(id, record, answer);
  }

  private OrderFate fate(ClientOrderId id, OrderRecord record, Answer answer) {
    DetailedOrder order = record.order();
    String number = Long.toString(order.oid());
    BigDecimal ordered = order.origSz() == null ? order.sz() : order.origSz();
    BigDecimal listed = BigDecimal.ZERO;
    for (Fill fill : answer.moves().fills()) {
      if (venue.orders().idOf(fill.oid(), fill.cloid()).equals(id)) {
        listed = listed.add(fill.sz());
      }
    }
    return switch (OrderState.of(record.status())) {
      case OPEN, TRIGGERED, UNKNOWN ->
          new OrderFate.Working(
              number, new Quantity(ordered.subtract(listed).max(BigDecimal.ZERO)));
      case CANCELED, REJECTED ->
          new OrderFate.Final(number, Ends.of(record.status()), record.status());
      case FILLED -> {
        boolean rest = order.sz().signum() > 0;
        long age = answer.state().time() - record.statusTimestamp();
        if (listed.compareTo(ordered.subtract(order.sz())) < 0
            && age < FILLS_ARE_LISTED.toMillis()) {
          yield new OrderFate.Working(number, new Quantity(ordered.subtract(listed)));
        }
        yield new OrderFate.Final(
            number, rest ? CloseReason.IOC_REMAINDER : CloseReason.FILLED, record.status());
      }
    };
  }

  /** What the venue says of money and fills, in the executor's words. */
  public interface Wording {
    /** A fill. */
    dev.orrery.executor.order.Fill fill(Fill fill);

    /** Money that moved, if it is the account's. */
    Optional<BrokerEvent.Deposited> deposited(LedgerUpdate movement);

    /** Money that moved, and is in none of the venue's lists. */
    List<BrokerEvent.Deposited> untold(Instant since);

    /** A payment. */
    BrokerEvent.FundingPaid funding(FundingPaid payment);
  }
}
