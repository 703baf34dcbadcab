package dev.orrery.broker.hyperliquid.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.market.MarketDirectory;
import dev.orrery.hyperliquid.wire.info.AssetMeta;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.OrderUpdate;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.testing.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Fills, cancels, placings and news reach both sides in random order, late, twice or not at all.
 * Whatever comes, exits close no more than the entry brought, and when it is over all that it
 * brought is closed or protected.
 */
final class ExitInterleavingsTest {
  private static final int RUNS = Boolean.getBoolean("orrery.certify") ? 50_000 : 2_000;

  /** What is worth less than 10 USD at the worst price waits while its entry works. */
  private static final BigDecimal TOO_LITTLE = new BigDecimal("0.011");

  private static final AssetMeta BTC =
      new AssetMeta("BTC", 3, 40, null, null, null, null, null, null);
  private static final ClientOrderId ENTRY = ClientOrderId.of("test", "entry", 0, 0, 0);
  private static final ClientOrderId EXIT = ClientOrderId.of("test", "entry", 0, 1, 0);

  @Test
  void closesNoMoreThanItsEntryBroughtAndProtectsAllOfIt() {
    long first = System.nanoTime();
    System.out.println("interleavings=" + RUNS + " seed=" + first);
    int fired = 0;
    int parts = 0;
    for (long seed = first; seed < first + RUNS; seed++) {
      try (Run run = new Run(seed)) {
        run.play();
        run.settle();
        fired += run.exit.order.filled.signum();
        parts += run.exit.names;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    // They are no test of anything unless exits fire, and stand in several parts.
    assertThat(fired).isGreaterThan(RUNS / 10);
    assertThat(parts).isGreaterThan(RUNS);
  }

  private static final class Run implements AutoCloseable {
    private final Random random;
    private final SettableClock clock = new SettableClock(1_764_000_000_000L);
    private final WallTimeline timeline = new WallTimeline(clock);
    private final Steps steps = new Steps();
    private final List<BrokerEvent> told = new ArrayList<>();
    private final ModelVenue model;
    private final Venue venue;
    private final OrderNews news;
    private final Exits exits;
    private final Refresh refresh;
    private final ModelVenue.Placed entry;
    private final Exit exit;
    private final List<ModelVenue.Filled> missed = new ArrayList<>();
    private boolean amended;
    private int fillNumbers;

    Run(long seed) {
      random = new Random(seed);
      model = new ModelVenue(random, timeline::now);
      Orders orders = new Orders(told::add, 100);
      OrderSettings settings = OrderSettings.DEFAULTS;
      venue =
          new Venue(
              orders,
              model,
              new OrderWords(settings, symbol -> 1_000),
              MarketDirectory.of(new Meta(List.of(BTC), null, 0)),
              timeline,
              settings);
      exits = new Exits(orders, timeline::now);
      refresh = new Refresh(venue, exits, steps);
      ExitNews parts = new ExitNews(venue, exits, refresh, this::refilled, () -> steps.nanos);
      news = new OrderNews(venue, exits, refresh, this::refilled, parts);
      ExitDesk desk = new ExitDesk(venue, exits, news, parts, () -> steps.nanos, steps);
      assertThat(desk.isIdle()).isTrue();
      synchronized (orders) {
        orders.placing(spec(ENTRY, Side.BUY, OrderTerms.limit(Price.of("990"))));
        exit = exits.keep(spec(EXIT, Side.SELL, stop("950")), ENTRY);
      }
      entry = model.entry(new Cloid(ENTRY.value()), new BigDecimal("1"));
      model.watcher = _ -> holds();
    }

    private static OrderTerms stop(String price) {
      return OrderTerms.stop(Price.of(price));
    }

    private static OrderSpec spec(ClientOrderId id, Side side, OrderTerms terms) {
      boolean exit = id.equals(EXIT);
      Optional<ClientOrderId> of = exit ? Optional.of(ENTRY) : Optional.empty();
      return new OrderSpec(id, "BTC", side, Quantity.of("1"), terms, exit, of, "");
    }

    private void refilled(Runnable answered) {
      refill();
      answered.run();
    }

    private void refill() {
      model.fills.addAll(missed);
      missed.clear();
    }

    /** After everything that happens at the venue. */
    private void holds() {
      assertThat(model.closed(entry, false))
          .as("closed of what has filled")
          .isLessThanOrEqualTo(entry.filled);
      assertThat(model.closed(entry, true))
          .as("closed, and standing to close")
          .isLessThanOrEqualTo(entry.filled);
      assertThat(model.isAnyNameTakenTwice()).as("a name is taken twice").isFalse();
    }

    void play() {
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(12)) {
          case 0, 1 -> model.fillEntry(entry);
          case 2 -> model.fireOne();
          case 3, 4 -> fill();
          case 5, 6 -> update();
          case 7 -> model.arrive();
          case 8 -> pass(random.nextInt(3_000));
          case 9 -> seldom();
          default -> steps.step();
        }
      }
    }

    private void seldom() {
      switch (random.nextInt(6)) {
        case 0 -> model.pass();
        case 1 -> model.passed = false;
        case 2 -> amend();
        case 3 -> {
          if (!model.fills.isEmpty()) {
            missed.add(model.fills.removeFirst()); // Nobody hears of it before it is asked for.
          }
        }
        default -> {
          if (!model.updates.isEmpty()) {
            model.updates.removeFirst();
          }
        }
      }
    }

    private void amend() {
      synchronized (venue.orders()) {
        if (!exit.order.ended && !exit.fired) {
          exit.spec = spec(EXIT, Side.SELL, stop(amended ? "950" : "960"));
          amended = !amended;
          exits.moved(exit);
        }
      }
    }

    private void pass(long millis) {
      clock.set(clock.millis() + millis);
      steps.nanos += Duration.ofMillis(millis).toNanos();
    }

    private void fill() {
      if (!model.fills.isEmpty()) {
        ModelVenue.Filled fill = model.fills.remove(random.nextInt(model.fills.size()));
        ClientOrderId id = venue.orders().idOf(fill.oid(), fill.cloid());
        fillNumbers++;
        news.filled(
            new Fill(
                "f" + fillNumbers,
                id,
                "BTC",
                id.equals(ENTRY) ? Side.BUY : Side.SELL,
                Price.of("990"),
                new Quantity(fill.size()),
                Usd.ZERO,
                true,
                false,
                timeline.now()),
            fill.cloid(),
            fill.oid());
      }
    }

    private void update() {
      if (!model.updates.isEmpty()) {
        OrderUpdate update = model.updates.remove(random.nextInt(model.updates.size()));
        news.updated(List.of(update));
        if (random.nextInt(4) == 0) {
          news.updated(List.of(update));
        }
      }
    }

    /** Nothing goes wrong any more, and all that is due is done. */
    void settle() {
      model.trouble = 0;
      if (random.nextBoolean()) {
        model.cancel(entry);
      }
      for (int i = 0; i < 400; i++) {
        model.arrive();
        while (!model.fills.isEmpty()) {
          fill();
        }
        while (!model.updates.isEmpty()) {
          update();
        }
        while (steps.step()) {
          holds();
        }
        if (i % 20 == 10) {
          refill(); // As after a reconnection.
          refresh.orders(news);
        }
        pass(1_000);
      }
      BigDecimal open = entry.filled.subtract(model.closed(entry, false));
      BigDecimal standing = model.closed(entry, true).subtract(model.closed(entry, false));
      BigDecimal bare = open.subtract(standing);
      BigDecimal least = entry.isOpen() ? TOO_LITTLE : BigDecimal.ZERO;
      assertThat(bare).as("not protected: " + state()).isBetween(BigDecimal.ZERO, least);
      assertThat(exit.fired && open.signum() > 0).as("left open: " + state()).isFalse();
    }

    private String state() {
      return "filled %s, ended %s, entry ended %s, protects %s, gone %s, room %s, fired %s, parts %s, last %s"
          .formatted(
              exit.order.filled,
              exit.order.ended,
              exit.entryEnded,
              exit.protects,
              exit.gone,
              exit.room(),
              exit.fired,
              exit.parts.stream()
                  .map(it -> it.size + " " + it.filled + " of " + it.complete)
                  .toList(),
              told.getLast());
    }

    @Override
    public void close() {
      timeline.close();
    }
  }
}
