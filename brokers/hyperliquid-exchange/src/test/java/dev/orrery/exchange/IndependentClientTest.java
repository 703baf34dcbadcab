package dev.orrery.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.exchange.feed.Recorded;
import dev.orrery.exchange.socket.Cadence;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.market.replay.Replay;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client of somebody else, which is installed from npm, trades here: it approves an agent,
 * places, changes and cancels orders over HTTP and over the socket, and holds every answer and
 * every event against its own types. Skipped where there is no npm, or npm cannot install.
 */
class IndependentClientTest {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "schemas.mjs", "trade.mjs");

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void tradesWithoutOneComplaint() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "independent-client"));
    for (String name : FILES) {
      copy(name, folder.resolve(name));
    }
    assumeTrue(has("node") && has("npm"), "node and npm are not there: the client is not tried");
    assumeTrue(
        run(folder, "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline") == 0,
        "npm could not install the client, so it is not tried: see " + folder + "/npm.log");
    Recorded btc = new Recorded("BTC", Replay.bundled().data());
    DevAccount account = DevAccount.of(1, 1).getFirst();
    VenueSettings venue =
        VenueSettings.of(PerpSettings.of("BTC", btc.firstPrice(5)))
            .withStartingFund(BigDecimal.ZERO)
            .withRateLimits(false);
    try (LocalExchange exchange =
        LocalExchange.with(venue)
            .port(0)
            .plays(btc)
            .speed(60)
            .limits(SocketLimits.LOOSE)
            .weightPerMinute(0)
            .cadence(Cadence.STANDARD)
            .fund(account.address(), new BigDecimal("10000"))
            .start()) {
      int code =
          run(folder, "node", "trade.mjs", exchange.address().toString(), account.key().reveal());
      assertThat(code).as(Files.readString(folder.resolve("node.log"))).isZero();
    }
  }

  private static void copy(String name, Path to) throws IOException {
    try (InputStream in = IndependentClientTest.class.getResourceAsStream("client/" + name)) {
      assertThat(in).as(name).isNotNull();
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean has(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a program; what it says goes to a file named after it. */
  private static int run(Path folder, String... command) throws IOException, InterruptedException {
    Path log = folder.resolve(command[0] + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      Files.writeString(log, "took more than five minutes", StandardCharsets.UTF_8);
      return -1;
    }
    return process.exitValue();
  }
}
