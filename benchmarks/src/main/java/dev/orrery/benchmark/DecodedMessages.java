package dev.orrery.benchmark;

import dev.orrery.hyperliquid.wire.socket.ControlMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one core reads of a live venue: frames of each channel, from text to records, as large as
 * they are on the venue.
 */
final class DecodedMessages {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long COUNTED_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int COINS = 200;
  private static final int LEVELS = 20;

  private static final String USER = "0x00000000000000000000000000000000000000aa";
  private static final String HASH = "0x" + "ab".repeat(32);

  private DecodedMessages() {}

  /** Runs. */
  public static void main(String[] args) {
    Figures figures = new Figures("decode");
    frames()
        .forEach((channel, frame) -> {
          var _ = read(frame, WARM_UP_NANOS);
          long begin = System.nanoTime();
          long count = read(frame, COUNTED_NANOS);
          figures.plain(
              channel + ", messages a second of " + frame.length() + " characters",
              count / ((System.nanoTime() - begin) / 1e9),
              "");
        });
  }

  private static long read(String frame, long nanos) {
    long end = System.nanoTime() + nanos;
    long count = 0;
    while (System.nanoTime() - end < 0) {
      ServerMessage message = ServerMessages.read(frame);
      if (message instanceof ControlMessage.Other) {
        throw new IllegalStateException("unknown channel: " + frame);
      }
      count++;
    }
    return count;
  }

  private static Map<String, String> frames() {
    Map<String, String> frames = new LinkedHashMap<>();
    frames.put(
        "allMids", frame("allMids", "{\"mids\":{" + list(COINS, DecodedMessages::mid) + "}}"));
    frames.put(
        "l2Book",
        frame(
            "l2Book",
            "{\"coin\":\"BTC\",\"time\":1763600000000,\"levels\":[["
                + list(LEVELS, it -> level(96_999 - it))
                + "],["
                + list(LEVELS, it -> level(97_000 + it))
                + "]]}"));
    frames.put(
        "trades",
        frame(
            "trades",
            "[{\"coin\":\"BTC\",\"side\":\"B\",\"px\":\"97000.0\",\"sz\":\"0.5\",\"time\":1763600000000,"
                + "\"hash\":\"%s\",\"tid\":118906512037719,\"users\":[\"%s\",\"%s\"]}]"
                    .formatted(HASH, USER, USER)));
    frames.put(
        "candle",
        frame(
            "candle",
            "{\"t\":1763600000000,\"T\":1763600059999,\"s\":\"BTC\",\"i\":\"1m\",\"o\":\"97000.0\","
                + "\"c\":\"97100.0\",\"h\":\"97200.0\",\"l\":\"96900.0\",\"v\":\"12.5\",\"n\":189}"));
    frames.put(
        "activeAssetCtx",
        frame(
            "activeAssetCtx",
            "{\"coin\":\"BTC\",\"ctx\":{\"funding\":\"0.0000125\",\"openInterest\":\"39338.76\","
                + "\"prevDayPx\":\"84086.0\",\"dayNtlVlm\":\"3096053627.5\",\"premium\":\"-0.00013\","
                + "\"oraclePx\":\"83778.1\",\"markPx\":\"83757.0\",\"midPx\":\"83757.5\","
                + "\"impactPxs\":[\"83757.0\",\"83766.8\"],\"dayBaseVlm\":\"36757.5\"}}"));
    frames.put(
        "userFills", frame("userFills", "{\"user\":\"" + USER + "\",\"fills\":[" + fill() + "]}"));
    frames.put(
        "orderUpdates",
        frame(
            "orderUpdates",
            "[{\"order\":{\"coin\":\"BTC\",\"side\":\"B\",\"limitPx\":\"95000.0\",\"sz\":\"0.5\","
                + "\"oid\":77738308,\"timestamp\":1763600000000,\"origSz\":\"1.0\","
                + "\"cloid\":\"0x0123456789abcdef0123456789abcdef\"},\"status\":\"open\","
                + "\"statusTimestamp\":1763600000000}]"));
    return frames;
  }

  private static String frame(String channel, String data) {
    return "{\"channel\":\"" + channel + "\",\"data\":" + data + "}";
  }

  private static String mid(int coin) {
    return "\"COIN%d\":\"%d.%d\"".formatted(coin, 10 + coin * 37, coin % 10);
  }

  private static String level(int price) {
    return "{\"px\":\"%d.0\",\"sz\":\"1.5\",\"n\":3}".formatted(price);
  }

  private static String fill() {
    return "{\"coin\":\"BTC\",\"px\":\"97123.0\",\"sz\":\"0.01\",\"side\":\"B\",\"time\":1763600000000,"
        + "\"startPosition\":\"0.0\",\"dir\":\"Open Long\",\"closedPnl\":\"0.0\",\"hash\":\"%s\","
            .formatted(HASH)
        + "\"oid\":123,\"crossed\":true,\"fee\":\"0.437053\",\"tid\":118906512037719,"
        + "\"feeToken\":\"USDC\",\"twapId\":null,\"cloid\":\"0x0123456789abcdef0123456789abcdef\"}";
  }

  private static String list(int count, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
  }
}
