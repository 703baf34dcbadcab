package dev.orrery.broker.hyperliquid.order;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.OrderUpdate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A venue of one entry and its exits, or of one order, and the line to it: requests get lost,
 * arrive late or twice, answers get lost, news comes in any order. The position is far larger than
 * the entry: that an order may only shrink it bounds nothing. Confined to one thread.
 */
final class ModelVenue implements Line {
  private static final Address ACCOUNT = new Address("0x" + "11".repeat(20));
  private static final String ERROR = "Order was never placed, already canceled, or filled.";

  /** One order; who reads it sees it as it is now. */
  static final class Placed {
    final OrderRequest request;
    final long oid;
    BigDecimal filled = BigDecimal.ZERO;
    String status = "open";

    private Placed(OrderRequest request, long oid) {
      this.request = request;
      this.oid = oid;
    }

    Cloid name() {
      return Objects.requireNonNull(request.cloid());
    }

    boolean isOpen() {
      return status.equals("open") || rests();
    }

    /** It has fired, and is a limit order now that has not filled. */
    private boolean rests() {
      return status.equals("triggered");
    }

    boolean waits() {
      return status.equals("open") && request.terms() instanceof OrderTerms.Trigger;
    }

    BigDecimal left() {
      return request.size().subtract(filled);
    }
  }

  /** A fill, as it is told. */
  record Filled(@Nullable Cloid cloid, long oid, BigDecimal size) {}

  private final Random random;
  private final Supplier<Instant> now;
  private final Map<Cloid, Placed> byName = new LinkedHashMap<>();
  private final List<Placed> all = new ArrayList<>();
  private final Set<Long> nonces = new HashSet<>();
  private final List<ExchangeRequest> underWay = new ArrayList<>();
  private long numbers = 1_000;

  /** What is to be told, and was not yet. */
  final List<Filled> fills = new ArrayList<>();

  final List<OrderUpdate> updates = new ArrayList<>();

  /** How often a request or an answer goes wrong. */
  double trouble = 0.4;

  /** The mark price has passed what triggers wait for. */
  boolean passed;

  /** Called before the venue is sent or asked anything: what happens meanwhile. */
  Runnable meanwhile = () -> {};

  /** Called before an answer of the venue is read. */
  Runnable answered = () -> {};

  /** Called when something has happened at the venue. */
  Consumer<ModelVenue> watcher = _ -> {};

  ModelVenue(Random random, Supplier<Instant> now) {
    this.random = random;
    this.now = now;
  }

  @Override
  public Address account() {
    return ACCOUNT;
  }

  @Override
  public ExchangeRequest sign(L1Action action, Instant expires) {
    numbers++;
    return new ExchangeRequest(
        action,
        numbers,
        new Signature(BigInteger.ONE, BigInteger.ONE, 27),
        null,
        expires.toEpochMilli());
  }

  @Override
  public Sent send(ExchangeRequest request, int entries, long leftNanos) {
    meanwhile.run();
    if (random.nextDouble() < trouble) {
      return switch (random.nextInt(4)) {
        case 0 -> new Sent.NotSent("no line");
        case 1 -> new Sent.Unknown("lost on the way");
        case 2 -> {
          underWay.add(request);
          yield new Sent.Unknown("on its way");
        }
        default -> {
          Sent ignored = arrives(request);
          answered.run();
          yield new Sent.Unknown("its answer is lost");
        }
      };
    }
    Sent answer = arrives(request);
    answered.run();
    return answer;
  }

  /** One that is under way arrives, if there is one; perhaps once more later. */
  void arrive() {
    if (!underWay.isEmpty()) {
      int which = random.nextInt(underWay.size());
      ExchangeRequest request = random.nextBoolean() ? underWay.get(which) : underWay.remove(which);
      Sent ignored = arrives(request);
    }
  }

  private Sent arrives(ExchangeRequest request) {
    if (!nonces.add(request.nonce())) {
      return refused("Invalid nonce: duplicate nonce " + request.nonce());
    }
    Long expires = request.expiresAfter();
    if (expires != null && now.get().toEpochMilli() > expires) {
      return refused("Action already expired");
    }
    Sent answer =
        switch (request.action()) {
          case PlaceOrders it -> new Sent.Answered(it.orders().stream().map(this::placed).toList());
          case CancelByCloid it ->
              new Sent.Answered(
                  it.cancels().stream().map(each -> cancelled(byName.get(each.cloid()))).toList());
          case CancelOrders it ->
              new Sent.Answered(
                  it.cancels().stream().map(each -> cancelled(byNumber(each.oid()))).toList());
          default -> throw new IllegalArgumentException(String.valueOf(request.action()));
        };
    watcher.accept(this);
    return answer;
  }

  private static Sent refused(String text) {
    return new Sent.Refused(Refusal.of(text));
  }

  private EntryStatus placed(OrderRequest request) {
    numbers++;
    Placed order = new Placed(request, numbers);
    Placed same = byName.get(order.name());
    if (same != null && same.isOpen()) {
      return new EntryStatus.Failed("Order with cloid " + request.cloid() + " is already open.");
    }
    all.add(order);
    byName.put(order.name(), order);
    if (request.terms() instanceof OrderTerms.Trigger && passed) {
      ends(order, "badTriggerPxRejected");
      return new EntryStatus.Failed("Invalid TP/SL price. asset=0");
    }
    if (request.terms() instanceof OrderTerms.Trigger) {
      news(order);
      return new EntryStatus.Resting(order.oid, request.cloid());
    }
    return take(order);
  }

  /** What is at market takes all there is, a part of it, or finds nothing. */
  private EntryStatus take(Placed order) {
    int part = random.nextInt(4);
    if (part == 0) {
      ends(order, "iocCancelRejected");
      return new EntryStatus.Failed(
          "Order could not immediately match against any resting orders. asset=0");
    }
    BigDecimal size = part == 1 ? some(order.left()) : order.left();
    fills(order, size);
    ends(order, "filled");
    return new EntryStatus.Filled(size, BigDecimal.TEN, order.oid, order.request.cloid());
  }

  private BigDecimal some(BigDecimal most) {
    int units = most.movePointRight(3).intValueExact();
    return BigDecimal.valueOf(1 + random.nextInt(Math.max(1, units)), 3).min(most);
  }

  private @Nullable Placed byNumber(long oid) {
    return all.stream().filter(it -> it.oid == oid).findFirst().orElse(null);
  }

  private EntryStatus cancelled(@Nullable Placed order) {
    if (order == null || !order.isOpen()) {
      return new EntryStatus.Failed(ERROR + " asset=0");
    }
    ends(order, "canceled");
    return EntryStatus.Word.SUCCESS;
  }

  private void fills(Placed order, BigDecimal size) {
    order.filled = order.filled.add(size);
    // An execution may come in several fills.
    BigDecimal first = some(size);
    fills.add(new Filled(order.request.cloid(), order.oid, first));
    if (size.compareTo(first) > 0) {
      fills.add(new Filled(order.request.cloid(), order.oid, size.subtract(first)));
    }
  }

  private void ends(Placed order, String status) {
    order.status = status;
    news(order);
  }

  private void news(Placed order) {
    updates.add(new OrderUpdate(brief(order), order.status, now.get().toEpochMilli()));
  }

  /** The entry, placed at the beginning. */
  Placed entry(Cloid name, BigDecimal size) {
    OrderTerms terms = new OrderTerms.Limit(OrderTerms.Tif.GTC);
    OrderRequest request =
        new OrderRequest(0, true, new BigDecimal("990"), size, false, terms, name);
    numbers++;
    Placed entry = new Placed(request, numbers);
    all.add(entry);
    byName.put(name, entry);
    news(entry);
    return entry;
  }

  /** The entry fills by a part of what is left. */
  void fillEntry(Placed entry) {
    if (entry.isOpen()) {
      fills(entry, some(entry.left()));
      if (entry.left().signum() == 0) {
        ends(entry, "filled");
      }
      watcher.accept(this);
    }
  }

  /** What is left of an order is taken off. */
  void cancel(Placed order) {
    if (order.isOpen()) {
      ends(order, "canceled");
    }
  }

  /** One of the triggers fires: the mark price has touched it, and may be back. */
  void fireOne() {
    List<Placed> waiting = all.stream().filter(Placed::waits).toList();
    if (!waiting.isEmpty()) {
      fire(waiting.get(random.nextInt(waiting.size())));
    }
  }

  /** The mark price goes to the other side and stays: what waits fires, what comes is refused. */
  void pass() {
    passed = true;
    all.stream().filter(Placed::waits).forEach(this::fire);
  }

  private void fire(Placed order) {
    updates.add(new OrderUpdate(brief(order), "triggered", now.get().toEpochMilli()));
    if (order.request.terms() instanceof OrderTerms.Trigger it && !it.isMarket()) {
      order.status = "triggered";
      fillOne();
      return;
    }
    EntryStatus ignored = take(order);
    watcher.accept(this);
  }

  /** One that has fired and rests at its limit fills by a part, or the whole of it. */
  void fillOne() {
    all.stream()
        .filter(Placed::rests)
        .findFirst()
        .ifPresent(order -> {
          fills(order, some(order.left()));
          if (order.left().signum() == 0) {
            ends(order, "filled");
          }
          watcher.accept(this);
        });
  }

  /** A sell that waits, placed at the beginning. */
  EntryStatus stop(OrderRequest request) {
    return placed(request);
  }

  /** What it says of a name; null when it has none of it. */
  @Nullable OrderRecord record(Cloid name) {
    Placed order = byName.get(name);
    return order == null
        ? null
        : new OrderRecord(detailed(order), order.status, now.get().toEpochMilli());
  }

  /** Whether all there ever was has been taken off, and nothing refused or executed. */
  boolean isAllCancelled() {
    return all.stream().allMatch(order -> order.status.equals("canceled"));
  }

  /** Those at the venue that may still execute. */
  List<Placed> open() {
    return all.stream().filter(Placed::isOpen).toList();
  }

  /** What has executed, and with what stands may execute, in all. */
  BigDecimal executed(boolean andStanding) {
    return all.stream()
        .map(it -> andStanding && it.isOpen() ? it.request.size() : it.filled)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** What has executed, by number. */
  Map<Long, BigDecimal> executedByNumber() {
    return all.stream()
        .filter(it -> it.filled.signum() > 0)
        .collect(Collectors.toMap(it -> it.oid, it -> it.filled));
  }

  /** Closed by exits so far, and by those that stand, if all of them execute. */
  BigDecimal closed(Placed entry, boolean andStanding) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Placed order : all) {
      if (order != entry) {
        sum = sum.add(order.filled);
        sum = andStanding && order.isOpen() ? sum.add(order.left()) : sum;
      }
    }
    return sum;
  }

  /** How many orders a name has had that were not refused. */
  boolean isAnyNameTakenTwice() {
    Set<Cloid> names = new HashSet<>();
    return all.stream()
        .filter(order -> !order.status.endsWith("Rejected") || order.filled.signum() > 0)
        .anyMatch(order -> !names.add(order.name()));
  }

  @Override
  public Known ask(OrderRef ref, long leftNanos) {
    meanwhile.run();
    if (random.nextDouble() < trouble / 2) {
      return new Known.NoAnswer("lost");
    }
    Placed order =
        switch (ref) {
          case OrderRef.ByCloid(var cloid) -> byName.get(cloid);
          case OrderRef.Oid(var oid) -> byNumber(oid);
        };
    return order == null
        ? new Known.Nothing()
        : new Known.Order(new OrderRecord(detailed(order), order.status, now.get().toEpochMilli()));
  }

  private static OpenOrder brief(Placed order) {
    OrderRequest it = order.request;
    return new OpenOrder(
        "BTC",
        BookSide.of(it.isBuy()),
        it.price(),
        order.left(),
        order.oid,
        0,
        it.size(),
        it.cloid(),
        it.reduceOnly() ? true : null);
  }

  private static DetailedOrder detailed(Placed order) {
    OrderRequest it = order.request;
    BigDecimal trigger =
        it.terms() instanceof OrderTerms.Trigger waits ? waits.triggerPx() : BigDecimal.ZERO;
    return new DetailedOrder(
        "BTC",
        BookSide.of(it.isBuy()),
        it.price(),
        order.left(),
        order.oid,
        0,
        "",
        order.waits(),
        trigger,
        List.of(),
        false,
        it.reduceOnly(),
        "",
        it.size(),
        null,
        it.cloid());
  }

  @Override
  public <T> Optional<T> within(long leftNanos, Callable<T> call) {
    throw new UnsupportedOperationException();
  }
}
