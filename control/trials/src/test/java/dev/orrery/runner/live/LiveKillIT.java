package dev.orrery.runner.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.Match;
import dev.orrery.exchange.fault.Trouble;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills and stops a daemon that trades with signed orders. The venue and the database live on; what
 * the next daemon makes of what is left is held against what the venue has, order by order and fill
 * by fill: after each kill when certifying, else after every fourth. What goes wrong at one in
 * between is there at the next look, too: an order that was placed twice, a fill that was lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 4, unit = TimeUnit.HOURS)
class LiveKillIT {
  private static final boolean LONG_FORM = Boolean.getBoolean("orrery.certify");
  private static final int KILLS = Integer.getInteger("orrery.kills", LONG_FORM ? 500 : 20);
  private static final int LOOKED_AT = LONG_FORM ? 1 : 4;
  private static final int LONGEST_LIFE_MILLIS = LONG_FORM ? 1_500 : 800;
  private static final int LONGEST_START_MILLIS = LONG_FORM ? 4_000 : 1_500;

  /** What others trade at once: more than rests here, or a part of it. */
  private static final List<String> SIZES = List.of("5", "0.004", "0.003");

  /** Longer than the five seconds after which the venue takes an order no more. */
  private static final Duration STOPPED =
      LONG_FORM ? Duration.ofMinutes(1) : Duration.ofMillis(5_500);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What makes an order pass a waypoint, where it is not an order with exits that takes. */
  private static final Map<Waypoint, String> WORDS =
      new EnumMap<>(
          Map.of(
              Waypoint.SIGNED, "short",
              Waypoint.OUTCOME_BOOKED, "rest",
              Waypoint.CANCEL_ANSWERED, "cancel"));

  /**
   * Where it dies while it moves a stop, and at which passing: a move signs twice, to cancel and to
   * place again.
   */
  private static final List<Passing> OF_A_MOVE =
      LONG_FORM
          ? List.of(
              new Passing(Waypoint.COMMITTED, 1),
              new Passing(Waypoint.INTENT_DURABLE, 1),
              new Passing(Waypoint.PERMITTED, 1),
              new Passing(Waypoint.SIGNED, 1),
              new Passing(Waypoint.ANSWERED, 1),
              new Passing(Waypoint.CANCEL_ANSWERED, 1),
              new Passing(Waypoint.SIGNING, 2),
              new Passing(Waypoint.SIGNED, 2),
              new Passing(Waypoint.ANSWERED, 2),
              new Passing(Waypoint.OUTCOME_BOOKED, 1))
          : List.of(new Passing(Waypoint.CANCEL_ANSWERED, 1), new Passing(Waypoint.ANSWERED, 2));

  private record Passing(Waypoint waypoint, int time) {}

  private final List<String> counts = new ArrayList<>();
  private LiveBench bench;

  /** Lives over from one test to the next; null when it was killed. */
  private @Nullable LiveProcess living;

  private String last = "at first";
  private int kills;

  @BeforeAll
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void open(@TempDir Path folder) throws Exception {
    bench = new LiveBench(folder);
    // Ends in order, so that those after it find its classes.
    try (LiveProcess first = bench.up()) {
      for (String word : List.of("open", "near", "cancel", "close")) {
        first.fire(word);
      }
      bench.agrees(first, "before anything happened");
      first.end();
    }
  }

  @AfterAll
  void close() {
    if (living != null) {
      living.close();
    }
    bench.close();
    counts.forEach(System.out::println);
  }

  /** The one that lives, or the next. */
  private LiveProcess daemon() throws IOException, InterruptedException {
    LiveProcess daemon = living == null ? bench.up() : living;
    living = daemon;
    return daemon;
  }

  private void kill(LiveProcess daemon, String when) throws InterruptedException {
    daemon.kill();
    daemon.close();
    living = null;
    kills++;
    last = "after a kill " + when;
  }

  @Test
  void goesOnAfterAKillAtEachWaypointOfTheOrderPath() throws Exception {
    int before = kills;
    for (Waypoint waypoint : Waypoint.values()) {
      LiveProcess daemon = daemon();
      if (waypoint == Waypoint.RECONCILING) {
        kill(daemon, "before it starts again");
        daemon = bench.up(waypoint);
      } else {
        tidied(daemon, waypoint == Waypoint.EXIT_CHANGING);
        reach(daemon, waypoint);
      }
      kill(daemon, "at " + waypoint);
    }
    LiveProcess daemon = daemon();
    tidied(daemon, true);
    killedBeforeTheAnswer(daemon);
    end("kills at %d named points: %d".formatted(Waypoint.values().length + 1, kills - before));
  }

  private void reach(LiveProcess daemon, Waypoint waypoint) throws InterruptedException {
    if (waypoint == Waypoint.CANCEL_ANSWERED) {
      daemon.fire("rest");
    }
    if (waypoint == Waypoint.EXIT_CHANGING) {
      daemon.fire("rest");
      daemon.arm(waypoint);
      BigDecimal price = bench.venue.working().getFirst().limitPx();
      bench.venue.trade(price, "0.004");
      Await.until(() -> bench.venue.working().size() >= 3, PATIENCE); // its exits stand
      bench.venue.trade(price, "0.003");
      daemon.await("reached");
    } else {
      daemon.arm(waypoint);
      daemon.fireUntilReached(WORDS.getOrDefault(waypoint, "open"));
    }
  }

  /** The venue has taken the order, and nobody has heard of it. */
  private void killedBeforeTheAnswer(LiveProcess daemon) throws InterruptedException {
    long taken = bench.venue.exchange.actions();
    bench.venue.exchange.add(
        Fault.of(new Trouble.Delay(Duration.ofMinutes(1), false))
            .matching(new Match(LiveVenue.account(), "order", null, null, null))
            .times(1));
    daemon.tell("fire open");
    Await.until(() -> bench.venue.exchange.actions() > taken, PATIENCE);
    kill(daemon, "before the answer");
  }

  /** The strategy has not cancelled it, so it has to stand: at the old price or at the new one. */
  @Test
  void standsByItsStopAfterAKillWhileThatIsMoved() throws Exception {
    for (Passing passing : OF_A_MOVE) {
      LiveProcess daemon = daemon();
      tidied(daemon, true);
      daemon.fire("turn");
      daemon.fire("stop");
      Await.until(() -> bench.venue.working().size() == 1, PATIENCE);
      BigDecimal before = bench.venue.working().getFirst().triggerPx();
      daemon.arm(passing.waypoint(), passing.time());
      daemon.fireUntilReached("move");
      kill(daemon, "at " + passing + " of a move");
      LiveProcess next = daemon();
      Await.until(() -> bench.venue.working().size() == 1, PATIENCE);
      bench.agreesOnAll(next, last);
      DetailedOrder stands = bench.venue.working().getFirst();
      assertThat(stands.sz()).as(last).isEqualByComparingTo("0.01");
      assertThat(stands.isTrigger() && stands.reduceOnly()).as(last).isTrue();
      if (passing.waypoint() == Waypoint.CANCEL_ANSWERED || passing.time() == 2) {
        assertThat(stands.triggerPx()).as(last).isNotEqualByComparingTo(before);
      }
    }
    end("kills while a stop is moved: " + OF_A_MOVE.size());
  }

  @Test
  void goesOnAfterKillsAtRandom() throws Exception {
    long seed = Long.getLong("orrery.kills.seed", System.nanoTime());
    System.out.println("kills=" + KILLS + " seed=" + seed);
    Random random = new Random(seed);
    long began = System.nanoTime();
    for (int kill = 1; kill <= KILLS; kill++) {
      boolean booting = living == null && random.nextInt(8) == 0;
      LiveProcess daemon = booting ? bench.start() : daemon();
      if (booting) {
        rest(random.nextInt(LONGEST_START_MILLIS)); // Wherever it is by then.
      } else {
        if (kill % LOOKED_AT == 0) {
          bench.agrees(daemon, last);
        }
        daemon.tell("churn " + random.nextLong());
        tradeFor(random.nextInt(LONGEST_LIFE_MILLIS), random);
      }
      kill(daemon, kill + " of seed " + seed);
    }
    long each = TimeUnit.NANOSECONDS.toMillis((System.nanoTime() - began) / KILLS);
    end("kills at random: %d, %d ms each, seed %d".formatted(KILLS, each, seed));
  }

  /** Others trade around the price, so that what rests fills and exits fire. */
  private void tradeFor(int millis, Random random) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() - end < 0) {
      bench.venue.trade(
          LiveVenue.START.add(BigDecimal.valueOf(random.nextInt(1_800) - 900)),
          SIZES.get(random.nextInt(SIZES.size())));
      rest(20);
    }
  }

  private static void rest(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void sendsNothingStaleAfterItWasStopped() throws Exception {
    LiveProcess daemon = daemon();
    for (Waypoint waypoint : List.of(Waypoint.PERMITTED, Waypoint.SIGNED)) {
      tidied(daemon, true);
      int fills = bench.venue.fills().size();
      daemon.arm(waypoint);
      daemon.fireUntilReached("plain");
      daemon.signal("STOP");
      rest((int) STOPPED.toMillis());
      daemon.signal("CONT");
      daemon.tell("release");
      String verdict = daemon.await("decided plain");
      assertThat(verdict).as("stopped at " + waypoint).isIn("REJECTED", "UNRESOLVED", "DENIED");
      bench.agrees(daemon, "stopped at " + waypoint);
      assertThat(bench.venue.fills()).as("stopped at " + waypoint).hasSize(fills);
      Await.until(() -> trades(daemon, fills), PATIENCE);
      bench.agrees(daemon, "traded again after it was stopped at " + waypoint);
    }
    count("stopped twice for " + STOPPED.toMillis() + " ms between permit and send");
  }

  private boolean trades(LiveProcess daemon, int fills) {
    try {
      daemon.fire("plain");
      return bench.venue.fills().size() > fills;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Nothing is held and nothing works, as far as is known at once; or for certain. */
  private void tidied(LiveProcess daemon, boolean certainly) throws InterruptedException {
    boolean looked = certainly || kills % LOOKED_AT == 0;
    if (looked) {
      bench.agrees(daemon, last);
    }
    for (String word : List.of("cancel", "close")) {
      daemon.fire(word);
    }
    if (looked) {
      bench.agrees(daemon, "tidied " + last);
    }
  }

  /** What the last kill has left is looked at, too. */
  private void end(String count) throws Exception {
    bench.agreesOnAll(daemon(), "at the end of " + count);
    count(count);
  }

  private void count(String what) {
    LiveRows rows = bench.rows();
    counts.add(
        "%s; intents %d, orders at the venue %d, fills %d, none twice, none lost, none stale"
            .formatted(
                what, rows.intents().size(), bench.venue.orders().size(), rows.fills().size()));
  }
}
