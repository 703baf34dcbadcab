package dev.orrery.benchmark;

import dev.orrery.exchange.DevAccount;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Signed orders through the local exchange: each is posted over one kept connection of HTTP, its
 * signature checked, taken by the venue, and answered. Half of them rest and half cancel those.
 * What counts is the processor time of the whole process, the client's share included, so that it
 * is what one core can do.
 */
final class ExchangeOrders {
  private static final int WARM_UP = 20_000;
  private static final int COUNTED = 20_000;

  private ExchangeOrders() {}

  /** Runs. */
  public static void main(String[] args) throws IOException {
    DevAccount account = DevAccount.of(1, 1).getFirst();
    VenueSettings venue =
        VenueSettings.of(PerpSettings.of("BTC", new BigDecimal("50000"))).withRateLimits(false);
    try (KeySigner key = KeySigner.of(account.key());
        LocalExchange exchange =
            LocalExchange.with(venue)
                .port(0)
                .limits(SocketLimits.LOOSE)
                .weightPerMinute(0)
                .fund(account.address(), new BigDecimal("10000"))
                .start()) {
      List<byte[]> requests = requests(new ActionSigner(key, Network.TESTNET), WARM_UP + COUNTED);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), exchange.port())) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        requests.subList(0, WARM_UP).forEach(it -> post(it, in, out));
        long wall = System.nanoTime();
        long cpu = cpuNanos();
        requests.subList(WARM_UP, requests.size()).forEach(it -> post(it, in, out));
        double seconds = (cpuNanos() - cpu) / 1e9;
        Figures figures = new Figures("exchange");
        figures.atLeast("signed orders a second of one core", COUNTED / seconds, "", 1_000);
        figures.plain(
            "  by the wall clock, one after the other",
            COUNTED / ((System.nanoTime() - wall) / 1e9),
            "");
      }
    }
  }

  /** Orders and their cancels, one after the other, as they are posted. */
  private static List<byte[]> requests(ActionSigner signer, int count) {
    long nonce = InstantSource.system().millis();
    List<byte[]> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Cloid cloid = new Cloid("0x%032x".formatted(i / 2 + 1));
      L1Action action =
          i % 2 == 0
              ? PlaceOrders.of(
                  new OrderRequest(
                      0,
                      true,
                      new BigDecimal("40000"),
                      new BigDecimal("0.001"),
                      false,
                      new OrderTerms.Limit(OrderTerms.Tif.GTC),
                      cloid))
              : new CancelByCloid(List.of(new CancelByCloid.Cancel(0, cloid)));
      byte[] body = signer.sign(action, nonce + i).json();
      String head =
          """
          POST /exchange HTTP/1.1
          Host: localhost
          Content-Type: application/json
          Content-Length: %d

          """
              .formatted(body.length)
              .replace("\n", "\r\n");
      byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
      byte[] whole = new byte[start.length + body.length];
      System.arraycopy(start, 0, whole, 0, start.length);
      System.arraycopy(body, 0, whole, start.length, body.length);
      requests.add(whole);
    }
    return requests;
  }

  private static void post(byte[] request, InputStream in, OutputStream out) {
    try {
      out.write(request);
      String status = line(in);
      int length = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring("content-length:".length()).strip());
        }
      }
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      if (!status.contains(" 200 ") || !(body.contains("resting") || body.contains("success"))) {
        throw new IllegalStateException(status + ": " + body);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the exchange does not answer", e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean it
        ? it.getProcessCpuTime()
        : System.nanoTime();
  }
}
