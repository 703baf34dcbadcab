package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.exit;
import static dev.orrery.exchange.venue.Rig.named;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A venue is kept and comes back. */
class SavingTest {
  @Test
  void isTheSameAfterwards() {
    Rig rig = Rig.withMakers().funded(ALICE, BOB);
    rig.rest(ALICE, named(buy("0.01", "99000"), 1));
    rig.place(BOB, tif(buy("0.02", "101000"), Tif.IOC));
    rig.place(BOB, exit(false, "0.02", "80000", "90000", Tpsl.STOP_LOSS));
    rig.rest(BOB, sell("0.01", "120000"));
    rig.pass(3_700_000);
    rig.price("BTC", "99500");

    byte[] saved = bytes(rig.venue);
    Venue loaded = Venue.load(new ByteArrayInputStream(saved), VenueListener.NONE);

    assertThat(new String(bytes(loaded), StandardCharsets.UTF_8))
        .isEqualTo(new String(saved, StandardCharsets.UTF_8));
    assertThat(loaded.now()).isEqualTo(rig.venue.now());
  }

  @Test
  void aFormOfAnotherVersionIsNotGuessedAt() {
    byte[] other = "{\"version\":99}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Venue.load(new ByteArrayInputStream(other), VenueListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a saved venue of version 99 cannot be read, only one of version 1: start a new one");
  }

  @Test
  void whatIsNoVenueIsToldSo() {
    byte[] other = "{\"version\":1}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Venue.load(new ByteArrayInputStream(other), VenueListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no saved venue: ");
    assertThatThrownBy(() ->
            Venue.load(
                new ByteArrayInputStream("}".getBytes(StandardCharsets.UTF_8)), VenueListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no saved venue: ");
  }

  static byte[] bytes(Venue venue) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    venue.save(out);
    return out.toByteArray();
  }
}
