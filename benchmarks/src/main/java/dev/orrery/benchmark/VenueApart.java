package dev.orrery.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.exchange.DevAccount;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A local exchange in a process of its own, so that neither its garbage nor its compiler is taken
 * for the client's. It ends with the process that started it.
 */
final class VenueApart implements AutoCloseable {
  private final Process process;
  private final URI address;

  private VenueApart(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one with this market at this price, and the first development account funded. */
  static VenueApart start(String coin, String price) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                VenueApart.class.getName(),
                coin,
                price)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(UTF_8);
    String address = out.readLine();
    if (address == null) {
      throw new IllegalStateException("the exchange did not start");
    }
    return new VenueApart(process, URI.create(address));
  }

  URI address() {
    return address;
  }

  /** Accounts that both processes know. */
  static List<DevAccount> accounts() {
    return DevAccount.of(1, 2);
  }

  /** Runs the exchange until its input ends. */
  public static void main(String[] args) throws IOException {
    VenueSettings venue =
        VenueSettings.of(PerpSettings.of(args[0], new BigDecimal(args[1]))).withRateLimits(false);
    try (LocalExchange exchange =
        LocalExchange.with(venue)
            .port(0)
            .limits(SocketLimits.LOOSE)
            .weightPerMinute(0)
            .fund(accounts().getFirst().address(), new BigDecimal("1000000"))
            .start()) {
      System.out.println(exchange.address());
      while (System.in.read() >= 0) {
        // Nothing is said here; the end is what matters.
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.outputWriter(UTF_8).close();
  }
}
