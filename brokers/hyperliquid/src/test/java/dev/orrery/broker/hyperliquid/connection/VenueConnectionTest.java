package dev.orrery.broker.hyperliquid.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.broker.hyperliquid.ScriptedVenue;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VenueConnectionTest {
  private static final Subscription MIDS = new Subscription.AllMids(null);
  private static final Subscription TRADES = new Subscription.Trades("BTC");
  private static final Duration QUIET_FOR_ANY_TIME = Duration.ZERO;

  /** What nothing is given up for, however busy the machine is. */
  private static final Duration PATIENT = Duration.ofMinutes(5);

  private static final Duration SHORT = Duration.ofMillis(500);

  private final Heard heard = new Heard();
  private ScriptedVenue venue;
  private final List<VenueConnection> opened = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException {
    venue = new ScriptedVenue();
  }

  @AfterEach
  void close() {
    opened.forEach(VenueConnection::close);
    venue.close();
  }

  @Test
  void isUpWhenEverySubscriptionIsAcknowledged() {
    VenueConnection connection = connect(MIDS, TRADES);

    Await.until(() -> heard.lines.contains("up"));

    assertThat(venue.last().subscribed("allMids")).isEqualTo(1);
    assertThat(venue.last().subscribed("trades")).isEqualTo(1);
    assertThat(connection.state()).isEqualTo(ConnectionState.UP);
  }

  @Test
  void tellsMessagesInTheirOrder() {
    connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    IntStream.rangeClosed(1, 200).forEach(i -> mids(String.valueOf(i)));

    Await.until(() -> heard.messages.size() == 200);
    assertThat(heard.mids())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 200).mapToObj(BigDecimal::new).toList());
  }

  @Test
  void comesBackAndSubscribesAgainAfterADrop() {
    connect(MIDS, TRADES);
    Await.until(() -> heard.lines.contains("up"));

    venue.last().drop();

    Await.until(() -> heard.count("up") == 2);
    assertThat(heard.count("down")).isEqualTo(1);
    assertThat(venue.sockets()).hasSize(2);
    assertThat(venue.last().subscribed("allMids")).isEqualTo(1);
    assertThat(venue.last().subscribed("trades")).isEqualTo(1);
  }

  @Test
  void whatIsWantedWhileItIsDownIsSubscribedWhenItIsBack() {
    venue.refusesSockets(true);
    VenueConnection connection = connect(MIDS);
    connection.subscribe(TRADES);

    venue.refusesSockets(false);

    Await.until(() -> heard.lines.contains("up"));
    assertThat(venue.last().subscribed("trades")).isEqualTo(1);
  }

  @Test
  void tellsOfASubscriptionMadeWhileItIsUp() {
    VenueConnection connection = connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    connection.subscribe(TRADES);

    Await.until(() -> heard.lines.contains("subscribed " + TRADES));
    assertThat(heard.count("up")).isEqualTo(1);
  }

  @Test
  void doesNotSubscribeAgainToWhatNobodyWantsAnyMore() {
    VenueConnection connection = connect(MIDS, TRADES);
    Await.until(() -> heard.lines.contains("up"));
    connection.unsubscribe(TRADES);
    Await.until(() -> venue.last().received().stream().anyMatch(it -> it.contains("unsubscribe")));

    venue.last().drop();

    Await.until(() -> heard.count("up") == 2);
    assertThat(venue.last().subscribed("trades")).isZero();
  }

  @Test
  void pingsAConnectionOnWhichNothingHappensAndKeepsIt() {
    connect(TRADES);
    Await.until(() -> heard.lines.contains("up"));

    Await.until(
        () -> venue.last().received().stream().filter(it -> it.contains("ping")).count() >= 5);

    assertThat(venue.sockets()).hasSize(1);
    assertThat(heard.count("down")).isZero();
  }

  @Test
  void givesUpASocketThatIsOpenAndSilent() {
    connect(settings(venue.socket(), SHORT, PATIENT), MIDS);
    Await.until(() -> heard.lines.contains("up"));

    venue.last().silence();

    Await.until(() -> heard.count("up") >= 2);
    assertThat(heard.lines).anyMatch(it -> it.startsWith("down nothing was heard for"));
  }

  @Test
  void givesUpASocketOnWhichAChannelHasStoppedThoughPongsCome() {
    VenueConnection connection = open(settings(venue.socket()));
    connection.subscribe(MIDS, Duration.ofMillis(300));
    connection.start();
    Await.until(() -> heard.lines.contains("up"));
    mids("1");

    Await.until(() -> heard.count("up") >= 2);

    assertThat(heard.lines).contains("down the channel allMids has stopped");
  }

  @Test
  void givesUpASocketThatAcknowledgesNothing() {
    venue.acknowledges(false);
    connect(settings(venue.socket(), PATIENT, SHORT), MIDS);
    Await.until(() -> venue.sockets().size() >= 2);
    venue.acknowledges(true);

    Await.until(() -> heard.lines.contains("up"));

    assertThat(heard.count("down")).isZero();
  }

  @Test
  void takesAnAcknowledgementThatSaysMoreThanWasAsked() {
    venue.acknowledges(false);
    Subscription book = new Subscription.Book("BTC", null, null, null);
    connect(book);
    Await.until(() -> !venue.sockets().isEmpty() && venue.last().subscribed("l2Book") == 1);

    venue
        .last()
        .push(
            "subscriptionResponse",
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"l2Book\",\"coin\":\"BTC\","
                + "\"nSigFigs\":null,\"mantissa\":null,\"fast\":false}}");

    Await.until(() -> heard.lines.contains("up"));
  }

  @Test
  void takesAlreadySubscribedForAnAcknowledgement() {
    venue.acknowledges(false);
    connect(TRADES);
    Await.until(() -> !venue.sockets().isEmpty() && venue.last().subscribed("trades") == 1);

    venue
        .last()
        .push(
            "error",
            "\"Already subscribed: {\\\"type\\\":\\\"trades\\\",\\\"coin\\\":\\\"BTC\\\"}\"");

    Await.until(() -> heard.lines.contains("up"));
  }

  @Test
  void goesOnWithoutASubscriptionTheVenueDoesNotTake() {
    venue.acknowledges(false);
    connect(TRADES);
    Await.until(() -> !venue.sockets().isEmpty() && venue.last().subscribed("trades") == 1);

    venue
        .last()
        .push(
            "error",
            "\"Invalid subscription {\\\"type\\\":\\\"trades\\\",\\\"coin\\\":\\\"BTC\\\"}\"");

    Await.until(() -> heard.lines.contains("up"));
    assertThat(heard.lines).anyMatch(it -> it.startsWith("refused " + TRADES));
  }

  @Test
  void passesOverGarbageAndTellsOfIt() {
    connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    venue.last().send("{\"channel\":\"allMids\",\"data\":{\"mids\":[1,2]}}");
    venue.last().send("{{{{");
    venue.last().send("\u0000\u0001 not json at all");
    venue.last().send("{\"channel\":\"somethingNew\",\"data\":[1]}");
    mids("7");

    Await.until(() -> heard.messages.size() == 1);
    assertThat(heard.mids()).containsExactly(new BigDecimal(7));
    assertThat(heard.lines).filteredOn(it -> it.startsWith("unreadable")).hasSize(2);
    assertThat(heard.lines).contains("unreadable allMids");
    assertThat(venue.sockets()).hasSize(1);
  }

  @Test
  void beginsAnewWhenNothingButGarbageComes() {
    connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    for (int i = 0; i < 5; i++) {
      venue.last().send("{broken");
    }

    Await.until(() -> heard.count("up") == 2);
    assertThat(heard.lines).contains("down 5 frames in a row could not be read");
  }

  @Test
  void putsFragmentsTogether() {
    connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    venue.last().sendFragmented("{\"channel\":\"allMids\",\"data\":{\"mids\":{\"BTC\":\"9\"}}}");

    Await.until(() -> heard.messages.size() == 1);
    assertThat(heard.mids()).containsExactly(new BigDecimal(9));
  }

  @Test
  void tellsNothingOfHalfAFrameAndComesBack() {
    connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    venue.last().sendHalf("{\"channel\":\"allMids\",\"data\":{\"mids\":{\"BTC\":\"9\"}}}");

    Await.until(() -> heard.count("up") == 2);
    assertThat(heard.messages).isEmpty();
  }

  @Test
  void goesOnTryingWhereNobodyListens() {
    URI nowhere = venue.socket();
    venue.close();
    VenueConnection connection = open(settings(nowhere));
    connection.subscribe(MIDS);
    connection.start();

    Await.until(() -> connection.state() == ConnectionState.DOWN);

    connection.close();
    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(heard.lines).isEmpty();
  }

  @Test
  void dropsTheSocketInsteadOfQueueingWithoutEnd() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    heard.before = stuck;
    VenueConnection connection = connect(MIDS);
    Await.until(() -> connection.state() == ConnectionState.UP);

    while (venue.sockets().getFirst().isOpen()) {
      venue.sockets().getFirst().push("allMids", "{\"mids\":{\"BTC\":\"1\"}}");
    }
    stuck.countDown();

    Await.until(() -> heard.count("up") == 2);
    assertThat(heard.messages.size()).isLessThanOrEqualTo(1_001);
  }

  @Test
  void aListenerThatThrowsDoesNotEndIt() {
    heard.throwsOnce = true;
    VenueConnection connection = connect(MIDS);
    Await.until(() -> connection.state() == ConnectionState.UP);

    mids("1");

    Await.until(() -> heard.messages.size() == 1);
  }

  @Test
  void beginsAnewWhenAMessageCouldNotBeTaken() {
    heard.starvesOnce = true;
    connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    mids("1");

    Await.until(() -> heard.count("up") == 2);
    assertThat(heard.lines)
        .contains("down a message could not be taken: java.lang.OutOfMemoryError: on purpose");
    mids("2");
    Await.until(() -> heard.mids().equals(List.of(new BigDecimal("2"))));
  }

  @Test
  void tellsNothingAfterItIsClosed() {
    VenueConnection connection = connect(MIDS);
    Await.until(() -> heard.lines.contains("up"));

    connection.close();
    List<String> before = List.copyOf(heard.lines);

    Await.until(() -> !venue.last().isOpen());
    assertThat(heard.lines).isEqualTo(before);
  }

  private VenueConnection connect(Subscription... wanted) {
    return connect(settings(venue.socket()), wanted);
  }

  private VenueConnection connect(ConnectionSettings settings, Subscription... wanted) {
    VenueConnection connection = open(settings);
    for (Subscription each : wanted) {
      connection.subscribe(each, QUIET_FOR_ANY_TIME);
    }
    return connection.start();
  }

  private VenueConnection open(ConnectionSettings settings) {
    VenueConnection connection =
        VenueConnection.of("test-socket", settings, System::nanoTime, heard);
    opened.add(connection);
    return connection;
  }

  private void mids(String price) {
    venue.last().push("allMids", "{\"mids\":{\"BTC\":\"" + price + "\"}}");
  }

  private static ConnectionSettings settings(URI uri) {
    return settings(uri, PATIENT, PATIENT);
  }

  private static ConnectionSettings settings(URI uri, Duration silence, Duration acknowledgement) {
    return new ConnectionSettings(
        uri,
        PATIENT,
        Duration.ofMillis(50),
        silence,
        acknowledgement,
        Duration.ofMillis(10),
        Duration.ofMillis(80),
        0.5,
        Duration.ofSeconds(1),
        1_000,
        1 << 20,
        5);
  }

  /** Writes down what it hears. */
  private static final class Heard implements ConnectionListener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<ServerMessage> messages = new CopyOnWriteArrayList<>();
    volatile @Nullable CountDownLatch before;
    volatile boolean throwsOnce;
    volatile boolean starvesOnce;

    long count(String word) {
      return lines.stream().filter(it -> it.startsWith(word)).count();
    }

    List<BigDecimal> mids() {
      return messages.stream()
          .map(it -> ((MarketMessage.Mids) it).mids())
          .map(Map::values)
          .flatMap(it -> it.stream())
          .toList();
    }

    @Override
    public void up() {
      lines.add("up");
      if (throwsOnce) {
        throwsOnce = false;
        throw new IllegalStateException("on purpose");
      }
    }

    @Override
    public void down(String cause) {
      lines.add("down " + cause);
    }

    @Override
    public void message(ServerMessage message) {
      CountDownLatch latch = before;
      if (latch != null) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      if (starvesOnce) {
        starvesOnce = false;
        throw new OutOfMemoryError("on purpose");
      }
      messages.add(message);
    }

    @Override
    public void subscribed(Subscription subscription) {
      lines.add("subscribed " + subscription);
    }

    @Override
    public void refused(Subscription subscription, String text) {
      lines.add("refused " + subscription + " " + text);
    }

    @Override
    public void unreadable(String channel, String cause) {
      lines.add("unreadable " + channel);
    }
  }
}
