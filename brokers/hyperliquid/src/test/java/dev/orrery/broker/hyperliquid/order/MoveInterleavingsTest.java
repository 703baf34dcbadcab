package dev.orrery.broker.hyperliquid.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.hyperliquid.order.Batches.Attempt;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.market.MarketDirectory;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Trigger;
import dev.orrery.hyperliquid.wire.info.AssetMeta;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.OrderUpdate;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.testing.SettableClock;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A strategy's own order that waits for a price is moved, cancelled, and fires, in any order and
 * while a change is under way; requests, answers and news are late, twice or lost, and the process
 * dies and begins again on its journal. Whatever comes, it executes no more than it was placed for,
 * what is told of it in the end is what the venue has, and who has not cancelled it is not left
 * without it.
 */
final class MoveInterleavingsTest {
  private static final int RUNS = Boolean.getBoolean("orrery.certify") ? 50_000 : 2_000;

  private static final AssetMeta BTC =
      new AssetMeta("BTC", 3, 40, null, null, null, null, null, null);
  private static final ClientOrderId STOP = ClientOrderId.of("test", "stop", 0, 0, 0);
  private static final BigDecimal WHOLE = BigDecimal.ONE;

  @Test
  void executesNoMoreThanItWasPlacedForAndIsWhatTheVenueHas() {
    long first = Long.getLong("orrery.interleavings.seed", System.nanoTime());
    System.out.println("interleavings=" + RUNS + " seed=" + first);
    int fired = 0;
    int moved = 0;
    int stands = 0;
    int deaths = 0;
    try (RestClient nobody = nobody()) {
      for (long seed = first; seed < first + RUNS; seed++) {
        try (Run run = new Run(seed, nobody)) {
          run.play();
          run.settle();
          fired += run.model.executed(false).signum();
          moved += run.moves;
          stands += run.model.open().size();
          deaths += run.deathsOnTheWay;
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
      }
    }
    // They are no test of anything unless orders are moved, fire, and are left.
    System.out.println(
        "moved=" + moved + " fired=" + fired + " left=" + stands + " died=" + deaths);
    assertThat(moved).isGreaterThan(RUNS / 4);
    assertThat(fired).isGreaterThan(RUNS / 10);
    assertThat(stands).isGreaterThan(RUNS / 10);
    assertThat(deaths).isGreaterThan(RUNS / 10);
  }

  /** Leverage would be asked by it, and is not. */
  private static RestClient nobody() {
    Duration any = Duration.ofSeconds(1);
    return new RestClient(
        new RestSettings(URI.create("http://127.0.0.1:9"), any, any, 1, any),
        new RequestBudget(System::nanoTime));
  }

  /** The process ends where it is. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class Run implements AutoCloseable {
    private final Random random;
    private final SettableClock clock = new SettableClock(1_764_000_000_000L);
    private final WallTimeline timeline = new WallTimeline(clock);
    private final List<BrokerEvent> told = new ArrayList<>();
    private final ModelVenue model;
    private final RestClient rest;
    private final OrderSettings settings;
    private final boolean limited;
    private final List<ModelVenue.Filled> missed = new ArrayList<>();
    private final int mortality;

    // One life of the process.
    private Steps steps = new Steps();
    private Venue venue;
    private OrderNews news;
    private Refresh refresh;
    private Replacing replacing;
    private Changing changing;
    private VenueOrder order;

    // Its journal.
    private OrderSpec book;
    private @Nullable OrderSpec amending;
    private String number = "";

    private boolean cancelled;
    private int deathsOnTheWay;
    private BigDecimal price = new BigDecimal("950");
    private int fillNumbers;
    private int moves;
    private boolean asking;

    Run(long seed, RestClient rest) {
      this.rest = rest;
      random = new Random(seed);
      limited = random.nextBoolean();
      mortality = random.nextBoolean() ? 0 : 4 + random.nextInt(30);
      model = new ModelVenue(random, timeline::now);
      OrderSettings usual = OrderSettings.DEFAULTS;
      settings =
          new OrderSettings(
              usual.marketBound(),
              usual.triggerBound(),
              Duration.ZERO,
              usual.callTimeout(),
              usual.askWithin(),
              usual.settle(),
              usual.firstRetry(),
              usual.longestRetry(),
              usual.exitValidity(),
              usual.remembered());
      book = spec(price, WHOLE);
      begin();
      order = venue.orders().placing(book);
      try {
        EntryStatus placed = model.stop(venue.words().of(book, market()));
        assertThat(placed).isInstanceOf(EntryStatus.Resting.class);
      } catch (OrderWords.Unsendable e) {
        throw new AssertionError(e);
      }
      update();
      model.watcher = _ -> holds();
      model.meanwhile = this::meanwhile;
      model.answered = this::die;
    }

    private void begin() {
      steps = new Steps();
      venue =
          new Venue(
              new Orders(this::told, 100),
              model,
              new OrderWords(settings, _ -> 1_000),
              MarketDirectory.of(new Meta(List.of(BTC), null, 0)),
              timeline,
              settings);
      Exits exits = new Exits(venue.orders(), timeline::now);
      refresh = new Refresh(venue, exits, steps);
      ExitNews parts = new ExitNews(venue, exits, refresh, this::refilled, () -> steps.nanos);
      news = new OrderNews(venue, exits, refresh, this::refilled, parts);
      replacing = new Replacing(venue, news, refresh, () -> steps.nanos);
      Moving moving = new Moving(venue, news, replacing, () -> steps.nanos);
      changing = new Changing(venue, exits, news, moving, new Leverages(venue, rest));
    }

    /** Journals what is told. */
    private void told(BrokerEvent event) {
      told.add(event);
      switch (event) {
        case BrokerEvent.OrderOpened it when number.isEmpty() -> number = it.venueOrderId();
        case BrokerEvent.OrderAmended it -> {
          number = it.venueOrderId();
          price = it.price().value();
          book = spec(price, it.remaining().value().add(model.executed(false)).min(WHOLE));
          amending = null;
        }
        default -> {}
      }
    }

    private void die() {
      if (mortality > 0 && random.nextInt(mortality) == 0) {
        throw new Died();
      }
    }

    /** The next process: what it was not told it asks for. */
    private void beginAgain() {
      deathsOnTheWay += amending == null ? 0 : 1;
      asking = false;
      pass(random.nextInt(4_000));
      model.fills.clear();
      missed.clear();
      model.updates.clear();
      begin();
      OrderRecord record = model.record(new Cloid(STOP.value()));
      TrackedOrder tracked =
          new TrackedOrder(
              book,
              "test",
              "test",
              0,
              timeline.now(),
              timeline.now(),
              OrderState.WAITING,
              number,
              new Quantity(model.executed(false)),
              amending,
              null,
              true);
      new Resumed(venue, new Exits(venue.orders(), timeline::now), replacing, rest, clock.millis())
          .plain(tracked, record, model.executedByNumber());
      order = Objects.requireNonNull(venue.orders().find(STOP));
      if (order.moving == null && !order.ended && record != null) {
        compared(record);
      }
      replacing.resume(timeline.now(), Duration.ZERO);
      refresh.orders(news);
    }

    private VenueMarket market() {
      return venue.market("BTC").orElseThrow();
    }

    private OrderSpec spec(BigDecimal trigger, BigDecimal size) {
      Optional<Price> limit = limited ? Optional.of(new Price(trigger)) : Optional.empty();
      return new OrderSpec(
          STOP,
          "BTC",
          Side.SELL,
          new Quantity(size),
          new OrderTerms.Stop(new Price(trigger), limit),
          true,
          Optional.empty(),
          "");
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
      assertThat(model.executed(true)).as("executed, and standing").isLessThanOrEqualTo(WHOLE);
      assertThat(model.open().size()).as("standing at once").isLessThanOrEqualTo(1);
    }

    private void meanwhile() {
      die();
      if (!asking && random.nextInt(3) == 0) {
        asking = true;
        happen();
        asking = false;
      }
    }

    void play() {
      for (int i = 0; i < 40; i++) {
        try {
          play(random.nextInt(8));
        } catch (Died e) {
          beginAgain();
        }
      }
      model.answered = () -> {};
    }

    private void play(int what) {
      switch (what) {
        case 0 -> move();
        case 1 -> steps.step();
        case 2 -> pass(random.nextInt(3_000));
        case 3 -> {
          if (random.nextInt(12) == 0) {
            cancel();
          }
        }
        default -> happen();
      }
    }

    /** Something that nobody here has a hand in. */
    private void happen() {
      switch (random.nextInt(10)) {
        case 0 -> {
          if (random.nextInt(5) == 0) {
            model.fireOne();
          }
        }
        case 1 -> model.fillOne();
        case 2, 3 -> fill();
        case 4, 5 -> update();
        case 6 -> model.arrive();
        case 7 -> seldom();
        default -> {}
      }
      holds();
    }

    /** What the comparison of a start finds of one that stands elsewhere than was told. */
    private void compared(OrderRecord record) {
      number = Long.toString(record.order().oid());
      amending = null;
      if (record.order().isTrigger()) {
        price = Objects.requireNonNull(record.order().triggerPx());
        book = spec(price, record.order().sz().add(order.filled));
      }
    }

    private void seldom() {
      switch (random.nextInt(8)) {
        case 0 -> model.pass();
        case 1, 2 -> model.passed = false;
        case 3 -> {
          if (!model.fills.isEmpty()) {
            missed.add(model.fills.removeFirst()); // Nobody hears of it before it is asked for.
          }
        }
        case 4 -> {
          if (!model.updates.isEmpty()) {
            model.updates.removeFirst();
          }
        }
        default -> {}
      }
    }

    private Attempt attempt() {
      OrderSettings it = venue.settings();
      return new Attempt(
          timeline.now().plusSeconds(5),
          steps.nanos + it.callTimeout().toNanos(),
          () -> steps.nanos);
    }

    private void move() {
      BigDecimal left = order.remaining();
      if (left.signum() <= 0 || order.ended) {
        return;
      }
      BigDecimal wanted = new BigDecimal(900 + random.nextInt(80));
      if (order.moving == null) {
        amending = spec(wanted, left);
      }
      OrderOutcome outcome = changing.amend(spec(wanted, left), attempt());
      if (outcome instanceof OrderOutcome.Accepted) {
        moves++;
      } else if (outcome instanceof OrderOutcome.Rejected && order.moving == null) {
        amending = null;
      }
    }

    private void cancel() {
      cancelled = true;
      changing.cancel(List.of(new Instruction.Cancel(STOP, "BTC")), attempt());
    }

    private void pass(long millis) {
      clock.set(clock.millis() + millis);
      steps.nanos += Duration.ofMillis(millis).toNanos();
    }

    private void fill() {
      if (!model.fills.isEmpty()) {
        ModelVenue.Filled fill = model.fills.remove(random.nextInt(model.fills.size()));
        fillNumbers++;
        news.filled(
            new Fill(
                "f" + fillNumbers,
                venue.orders().idOf(fill.oid(), fill.cloid()),
                "BTC",
                Side.SELL,
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
      model.meanwhile = () -> {};
      for (int i = 0; i < 200; i++) {
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
      assertThat(order.filled).as("filled").isEqualByComparingTo(model.executed(false));
      assertThat(order.moving == null && order.changing == 0).as("still on its way").isTrue();
      boolean taken = model.isAllCancelled() && !cancelled;
      assertThat(taken).as("taken off, and not placed again: " + told).isFalse();
      assertThat(order.ended).as("ended: " + told).isEqualTo(model.open().isEmpty());
      for (ModelVenue.Placed open : model.open()) {
        assertThat(order.remaining()).as("remaining").isEqualByComparingTo(open.left());
        if (open.request.terms() instanceof Trigger it) {
          assertThat(it.triggerPx()).as("price").isEqualByComparingTo(price);
        }
      }
    }

    @Override
    public void close() {
      timeline.close();
    }
  }
}
