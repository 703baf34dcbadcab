package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Ticket;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.BuilderFee;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.Grouping;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes orders, alone and in groups. */
final class OrderDesk {
  private final VenueState state;
  private final EntryRules rules;
  private final OrderEnds ends;
  private final Execution execution;
  private final Rejections rejections;

  OrderDesk(
      VenueState state,
      EntryRules rules,
      OrderEnds ends,
      Execution execution,
      Rejections rejections) {
    this.state = state;
    this.rules = rules;
    this.ends = ends;
    this.execution = execution;
    this.rejections = rejections;
  }

  /** Places the orders of an action. What is wrong with all of them is answered once. */
  ExchangeAnswer place(Account account, PlaceOrders action) {
    if (action.orders().isEmpty()) {
      return new ExchangeAnswer.Refused(RefusalReason.ORDERS_EMPTY.text());
    }
    String wrong = wrongGroup(action);
    if (wrong != null) {
      return statuses(List.of(new EntryStatus.Failed(wrong)));
    }
    return statuses(
        switch (action.grouping()) {
          case Grouping.Plain.NORMAL_TPSL -> group(account, action);
          case Grouping.Plain.POSITION_TPSL -> wholePosition(account, action);
          case Grouping.Plain.NA -> each(account, action);
          case Grouping.Priority p -> each(account, action);
        });
  }

  private static ExchangeAnswer statuses(List<EntryStatus> all) {
    return new ExchangeAnswer.Statuses("order", all);
  }

  /** What is wrong with a group before any of its orders is looked at; null for nothing. */
  private static @Nullable String wrongGroup(PlaceOrders action) {
    List<OrderRequest> orders = action.orders();
    if (action.grouping() instanceof Grouping.Priority) {
      boolean ioc = orders.stream().allMatch(it -> hasTif(it, Tif.IOC));
      boolean alo = orders.stream().allMatch(it -> hasTif(it, Tif.ALO) && !it.reduceOnly());
      return ioc || alo ? null : "Priority fee is for Ioc orders, or for Alo orders.";
    }
    boolean normal = action.grouping() == Grouping.Plain.NORMAL_TPSL;
    if (!normal && action.grouping() != Grouping.Plain.POSITION_TPSL) {
      return null;
    }
    for (OrderRequest exit : normal ? orders.subList(1, orders.size()) : orders) {
      boolean isTrigger = exit.terms() instanceof OrderTerms.Trigger;
      if (!isTrigger || !exit.reduceOnly()) {
        return RefusalReason.TRIGGER_NOT_REDUCE_ONLY.text();
      }
    }
    return null;
  }

  private static boolean hasTif(OrderRequest order, Tif tif) {
    return order.terms() instanceof OrderTerms.Limit limit && limit.tif() == tif;
  }

  private List<EntryStatus> each(Account account, PlaceOrders action) {
    List<EntryStatus> all = new ArrayList<>();
    for (OrderRequest order : action.orders()) {
      all.add(place(account, order, action.builder(), EntryRules.Role.SINGLE, null));
    }
    return all;
  }

  private List<EntryStatus> wholePosition(Account account, PlaceOrders action) {
    long group = state.ids().order();
    List<EntryStatus> all = new ArrayList<>();
    for (OrderRequest order : action.orders()) {
      EntryStatus status =
          place(account, order, action.builder(), EntryRules.Role.WHOLE_POSITION, group);
      all.add(
          status instanceof EntryStatus.Resting ? EntryStatus.Word.WAITING_FOR_TRIGGER : status);
    }
    return all;
  }

  /** An entry and its exits, which live only with it. */
  private List<EntryStatus> group(Account account, PlaceOrders action) {
    List<OrderRequest> orders = action.orders();
    long parent = state.ids().order();
    OrderRequest entry = orders.getFirst();
    EntryStatus first =
        place(account, entry, action.builder(), EntryRules.Role.SINGLE, parent, parent, null);
    List<EntryStatus> all = new ArrayList<>();
    all.add(first);
    boolean resting = first instanceof EntryStatus.Resting;
    boolean whole = first instanceof EntryStatus.Filled && lives(account, parent);
    for (OrderRequest exit : orders.subList(1, orders.size())) {
      if (first instanceof EntryStatus.Failed) {
        all.add(first);
      } else if (!resting && !whole) {
        all.add(new EntryStatus.Failed("The entry of the group was not filled completely."));
      } else {
        EntryStatus status =
            place(
                account,
                exit,
                action.builder(),
                whole ? EntryRules.Role.SINGLE : EntryRules.Role.CHILD,
                state.ids().order(),
                parent,
                null);
        all.add(
            status instanceof EntryStatus.Resting
                ? whole ? EntryStatus.Word.WAITING_FOR_TRIGGER : EntryStatus.Word.WAITING_FOR_FILL
                : status);
      }
    }
    return all;
  }

  /** Whether exits of an entry that rests no more live: it filled, or it ran out of margin. */
  private static boolean lives(Account account, long entry) {
    return account
        .orders()
        .find(OrderRef.of(entry))
        .filter(it -> it.order().sz().signum() == 0 || it.status().equals(OrderEnds.MARGIN))
        .isPresent();
  }

  private EntryStatus place(
      Account account,
      OrderRequest request,
      @Nullable BuilderFee builder,
      EntryRules.Role role,
      @Nullable Long group) {
    return place(
        account, request, builder, role, state.ids().order(), group == null ? 0 : group, null);
  }

  /** Places one order under a number it was given. */
  EntryStatus place(
      Account account,
      OrderRequest request,
      @Nullable BuilderFee builder,
      EntryRules.Role role,
      long oid,
      long group,
      @Nullable Order replaced) {
    Market market = state.market(request.asset());
    if (market == null) {
      return new EntryStatus.Failed("Asset " + request.asset() + " is not listed.");
    }
    Order order = new Order(ticket(account, request, builder, role, oid, group));
    Refused refused = rules.check(account, market, request, role, builder, replaced);
    if (refused == null) {
      refused = rejections.next(account.address(), market);
    }
    if (refused != null) {
      if (refused.status() != null) {
        ends.tell(order, refused.status());
      }
      return new EntryStatus.Failed(refused.text());
    }
    if (replaced != null) {
      ends.takeOff(replaced);
    }
    if (request.terms() instanceof OrderTerms.Limit(Tif tif)) {
      return execution.run(market, order, tif == Tif.IOC || tif == Tif.FRONTEND_MARKET);
    }
    execution.await(market, order, role == EntryRules.Role.CHILD);
    return new EntryStatus.Resting(oid, request.cloid());
  }

  private Ticket ticket(
      Account account,
      OrderRequest request,
      @Nullable BuilderFee builder,
      EntryRules.Role role,
      long oid,
      long group) {
    boolean whole = role == EntryRules.Role.WHOLE_POSITION;
    return new Ticket(
        oid,
        account.address(),
        request.asset(),
        request.isBuy(),
        request.price(),
        whole ? BigDecimal.ZERO : request.size(),
        request.reduceOnly(),
        request.terms() instanceof OrderTerms.Limit(Tif tif) ? tif : null,
        request.terms() instanceof OrderTerms.Trigger trigger ? trigger : null,
        request.cloid(),
        state.now(),
        group,
        whole,
        builder);
  }
}
