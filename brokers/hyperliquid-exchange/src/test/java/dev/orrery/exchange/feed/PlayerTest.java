package dev.orrery.exchange.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.exchange.venue.MarketTick;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.MarketFileReader;
import dev.orrery.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlayerTest {
  private static final long START = 1_800_000_000_000L;
  private static final List<PerpSettings> MARKETS =
      List.of(
          PerpSettings.of("BTC", new BigDecimal("100")),
          PerpSettings.of("ETH", new BigDecimal("10")));

  private final AtomicLong nanos = new AtomicLong();
  private final List<MarketTick> taken = new CopyOnWriteArrayList<>();
  private final List<Player> players = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    players.forEach(Player::close);
  }

  @Test
  void handsRowsOnWhenTheyAreDue() throws IOException {
    Player player = player(10, trades("BTC", "0,100,1\n60,101,1\n120,102,1\n"));
    player.start();
    Await.until(() -> taken.size() == 1);
    forward(5_999);
    assertThat(taken).hasSize(1);
    forward(2);
    Await.until(() -> taken.size() == 2);
    assertThat(taken.getLast())
        .isEqualTo(
            new MarketTick.Print(
                "BTC", START + 6_001, new BigDecimal("101"), BigDecimal.ONE, null));
  }

  @Test
  void goesOnLapAfterLap() throws IOException {
    Player player = player(60, trades("BTC", "0,100,1\n60,101,1\n"));
    player.start();
    for (int i = 0; i < 5; i++) {
      int count = i + 1;
      Await.until(() -> taken.size() == count);
      forward(1_001);
    }
    assertThat(taken.stream().map(it -> ((MarketTick.Print) it).px().intValue()))
        .startsWith(100, 101, 100, 101);
  }

  @Test
  void playsSeveralMarketsTogether() throws IOException {
    Player player =
        player(
            1, trades("BTC", "0,100,1\n60,101,1\n120,102,1\n"), trades("ETH", "7,10,1\n37,11,1\n"));
    player.start();
    Await.until(() -> taken.size() == 2);
    forward(130_000);
    Await.until(() -> taken.size() >= 8);
    assertThat(taken.stream().map(MarketTick::coin).limit(4))
        .containsExactly("BTC", "ETH", "ETH", "BTC");
  }

  @Test
  void playsCandlesAtTheirClose() throws IOException {
    Player player =
        player(
            1,
            new Recorded(
                "BTC",
                read(
                    "time_ms,open,high,low,close,volume\n0,100,103,99,102,5\n60000,102,104,101,103,6\n")));
    player.start();
    Await.until(() -> taken.size() == 1);
    assertThat(taken.getFirst())
        .isEqualTo(
            new MarketTick.Bar(
                "BTC",
                START,
                new BigDecimal("100"),
                new BigDecimal("103"),
                new BigDecimal("99"),
                new BigDecimal("102"),
                new BigDecimal("5")));
  }

  @Test
  void standsStillWhilePausedAndGoesOnWhereItWas() throws IOException {
    Player player = player(1, trades("BTC", "0,100,1\n60,101,1\n120,102,1\n"));
    player.start();
    Await.until(() -> taken.size() == 1);
    forward(30_000);
    player.paused(true);
    forward(3_600_000);
    player.paused(false);
    forward(29_000);
    assertThat(taken).hasSize(1);
    forward(1_001);
    Await.until(() -> taken.size() == 2);
  }

  @Test
  void changesItsSpeedFromNowOn() throws IOException {
    Player player = player(1, trades("BTC", "0,100,1\n60,101,1\n120,102,1\n"));
    player.start();
    Await.until(() -> taken.size() == 1);
    forward(30_000);
    player.speed(30);
    forward(1_001);
    Await.until(() -> taken.size() == 2);
    assertThatThrownBy(() -> player.speed(0)).hasMessageContaining("a speed is above 0");
    assertThatThrownBy(() -> player.speed(Double.NaN)).hasMessageContaining("a speed is above 0");
  }

  @Test
  void goesOnElsewhere() throws IOException {
    Player player = player(1, trades("BTC", "0,100,1\n60,101,1\n120,102,1\n"));
    player.steps(Map.of("BTC", 2L, "ETH", 1L));
    player.start();
    Await.until(() -> !taken.isEmpty());
    assertThat(((MarketTick.Print) taken.getFirst()).px()).isEqualTo(new BigDecimal("102"));
    assertThat(player.steps()).isEqualTo(Map.of("BTC", 3L));
  }

  @Test
  void makesCandlesOfTheLapsBefore() throws IOException {
    Player player = player(60, trades("BTC", "0,100,1\n3600,110,2\n5400,90,3\n"));
    List<MarketTick.Bar> bars = player.history(10);
    assertThat(bars).isNotEmpty().allMatch(it -> it.time() <= START);
    assertThat(bars.stream().map(MarketTick::time)).isSorted().doesNotHaveDuplicates();
    assertThat(bars)
        .allMatch(it -> it.high().compareTo(it.low()) >= 0 && it.time() % 60_000 == 0)
        .anyMatch(it -> it.close().intValue() == 90);
  }

  @Test
  void knowsOnlyMarketsOfTheVenue() {
    assertThatThrownBy(() -> player(1, trades("DOGE", "0,1,1\n60,1,1\n")))
        .hasMessageContaining("DOGE");
  }

  private Player player(double speed, Recorded... recorded) {
    Player player =
        new Player(
            List.of(recorded),
            MARKETS,
            speed,
            () -> START + nanos.get() / 1_000_000,
            nanos::get,
            taken::addAll);
    players.add(player);
    return player;
  }

  /** The player wakes by the world's clock; it is nudged by asking it something. */
  private void forward(long millis) {
    nanos.addAndGet(millis * 1_000_000);
    players.forEach(Player::steps);
  }

  private static Recorded trades(String coin, String rows) throws IOException {
    return new Recorded(coin, read("seconds,price,amount\n" + rows));
  }

  private static MarketFile read(String text) throws IOException {
    return MarketFileReader.read(
        "test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), null);
  }
}
