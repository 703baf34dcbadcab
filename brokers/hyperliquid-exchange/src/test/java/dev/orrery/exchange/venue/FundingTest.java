package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.START;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.exchange.venue.market.PremiumClock;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.CumFunding;
import dev.orrery.hyperliquid.wire.info.FundingRate;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Funding at its hour. */
class FundingTest {
  private static final long HOUR = 3_600_000;
  private static final long FIRST = START - START % HOUR + HOUR + 15;

  private final Rig rig = Rig.quiet().funded(ALICE, BOB);

  private void aliceIsLong() {
    rig.rest(BOB, sell("0.01", "100000"));
    rig.place(ALICE, tif(buy("0.01", "100000"), Tif.IOC));
  }

  private List<UserFunding> paid() {
    return rig.ask(new AccountRequest.Funding(ALICE, 0L, null));
  }

  @Test
  void longsPayShortsEveryHourOnTheOraclePrice() {
    aliceIsLong();
    rig.venue.control().holdOracle("BTC", dec("101000"));
    rig.venue.control().holdMark("BTC", dec("99000"));

    rig.pass(FIRST - 1 - rig.now());
    assertThat(paid()).isEmpty();
    rig.pass(1);

    // 0.01 x 101000 x 0.0000125
    assertThat(paid()).hasSize(1);
    assertThat(paid().getFirst().time()).isEqualTo(FIRST);
    assertThat(paid().getFirst().delta().usdc()).isEqualByComparingTo("-0.012625");
    assertThat(rig.state(BOB).marginSummary().accountValue()).isEqualByComparingTo("10009.862625");
    assertThat(rig.position(ALICE, "BTC").cumFunding())
        .isEqualTo(new CumFunding(dec("0.012625"), dec("0.012625"), dec("0.012625")));
  }

  @Test
  void everyHourThatPassedIsPaid() {
    aliceIsLong();

    rig.pass(5 * HOUR);

    assertThat(paid()).hasSize(5);
    List<FundingRate> rates = rig.ask(new MarketRequest.FundingHistory("BTC", 0, null));
    assertThat(rates).hasSize(5);
    assertThat(rates.getLast().time()).isEqualTo(FIRST + 4 * HOUR);
  }

  @Test
  void byHandAnHourIsPaidAtOnce() {
    aliceIsLong();

    rig.venue.control().fund("BTC");

    assertThat(paid()).hasSize(1);
    assertThat(rig.told).anyMatch(it -> it.startsWith("funding " + ALICE));
  }

  @Test
  void aBookAboveTheOracleMakesLongsPayMore() {
    aliceIsLong();
    rig.rest(BOB, buy("1", "100990"));
    rig.rest(BOB, sell("1", "101010"));

    rig.pass(FIRST - rig.now());

    // The premium of 1 % is far beyond the clamp: (0.0099 - 0.0005) / 8
    List<FundingRate> rates = rig.ask(new MarketRequest.FundingHistory("BTC", 0, null));
    assertThat(rates.getFirst().premium()).isBetween(dec("0.0098"), dec("0.0099"));
    assertThat(rates.getFirst().fundingRate()).isBetween(dec("0.00117"), dec("0.00118"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0000125",
    "0.0001, 0.0000125",
    "0.0006, 0.0000125",
    "0.001, 0.0000625",
    "-0.0004, 0.0000125",
    "-0.001, -0.0000625",
    "0.5, 0.04",
    "-0.5, -0.04",
  })
  void theRateIsPremiumAndInterestWithinTheirLimits(String premium, String rate) {
    PremiumClock clock = new PremiumClock();
    clock.sample(START, dec(premium));

    assertThat(clock.hourlyRate()).isEqualByComparingTo(rate);
  }
}
