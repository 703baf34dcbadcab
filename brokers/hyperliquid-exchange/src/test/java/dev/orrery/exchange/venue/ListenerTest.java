package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a venue tells, and when. */
class ListenerTest {
  @Test
  void nothingIsToldWhenNothingHappens() {
    Rig rig = Rig.withMakers().funded(ALICE);
    rig.pass(1);
    rig.told.clear();

    for (int i = 0; i < 100; i++) {
      rig.pass(50);
    }

    assertThat(rig.told).isEmpty();
  }

  @Test
  void eachCallTellsOnceWhatIsAnother() {
    Rig rig = Rig.withMakers().funded(ALICE);
    rig.pass(1);
    rig.told.clear();

    rig.place(ALICE, tif(buy("1", "101000"), Tif.IOC));

    assertThat(rig.told.stream().filter(it -> it.startsWith("fill "))).hasSize(3);
    assertThat(rig.told.stream().filter(it -> it.startsWith("trade "))).hasSize(3);
    assertThat(rig.told.stream().filter(it -> it.startsWith("candle "))).hasSize(14);
    assertThat(rig.told).containsOnlyOnce("book BTC", "account " + ALICE, "context BTC");
    assertThat(rig.told).doesNotContain("account " + House.ADDRESS);
    assertThat(rig.told.stream().filter(it -> it.startsWith("mid "))).hasSize(1);
  }

  @Test
  void aListenerMayAskWhileItIsTold() {
    List<BigDecimal> seen = new ArrayList<>();
    Asking asking = new Asking(seen);
    Venue venue = new Venue(Rig.settings(), asking);
    asking.venue = venue;
    venue.advance(Rig.START);
    venue.control().deposit(BOB, BigDecimal.TEN);

    venue.market(
        new MarketTick.Print("BTC", Rig.START, new BigDecimal("99000"), BigDecimal.ONE, null));
    venue.control().liquidate(BOB);

    assertThat(seen).isNotEmpty().allMatch(it -> it.compareTo(BigDecimal.TEN) == 0);
  }

  /** Asks about everything it is told of, and about somebody it was not. */
  private static final class Asking implements VenueListener {
    private final List<BigDecimal> seen;
    private Venue venue = new Venue(Rig.settings(), VenueListener.NONE);
    private int strangers = 0x5000;

    Asking(List<BigDecimal> seen) {
      this.seen = seen;
    }

    @Override
    public void accountChanged(Address user) {
      ClearinghouseState state = venue.info(new AccountRequest.Perpetuals(user, null));
      if (user.equals(BOB) && state != null) {
        seen.add(state.marginSummary().accountValue());
        venue.info(new AccountRequest.Perpetuals(Rig.address(++strangers), null));
      }
    }

    @Override
    public void midChanged(String coin, BigDecimal mid) {
      venue.info(new MarketRequest.AllMids(null));
    }

    @Override
    public void fill(Address user, Fill fill) {
      venue.info(new AccountRequest.OpenOrders(user, null));
    }
  }

  @Test
  void fillsComeWithTheOrderTheyLeave() {
    Rig rig = Rig.quiet().funded(ALICE, BOB);
    rig.rest(ALICE, sell("0.01", "100000"));
    rig.told.clear();

    rig.place(BOB, tif(buy("0.004", "100000"), Tif.IOC));

    assertThat(rig.told)
        .anyMatch(it ->
            it.startsWith("order " + ALICE)
                && it.contains("\"status\":\"open\"")
                && it.contains("\"sz\":\"0.006\""));
    assertThat(rig.told)
        .anyMatch(it -> it.startsWith("order " + BOB) && it.contains("\"status\":\"filled\""));
  }
}
