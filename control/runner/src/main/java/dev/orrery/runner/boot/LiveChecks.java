package dev.orrery.runner.boot;

import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.config.Loaded;
import dev.orrery.config.run.BrokerConfig;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.StrategyEntry;
import dev.orrery.hyperliquid.Network;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What can be held against a configuration before anything is opened or asked: the market and the
 * broker that go together, the switch that real money hangs on, accounts and keys.
 */
public final class LiveChecks {
  private LiveChecks() {}

  /**
   * Checks.
   *
   * @param environment the variables of the process, for the switch
   * @throws ProblemException CONFIGURATION with what is missing or does not go together, REFUSED
   *     when the venue is one that must not be traded on
   */
  public static void require(Loaded<RunConfig> loaded, Map<String, String> environment) {
    require(loaded, LiveSwitch.of(environment));
  }

  /** The same, with the switch as it was read. */
  public static void require(Loaded<RunConfig> loaded, LiveSwitch money) {
    MarketChoice.requireSupported(loaded);
    RunConfig config = loaded.value();
    if (config.broker().kind() == BrokerConfig.Kind.PAPER) {
      return;
    }
    List<String> vaults =
        config.strategies().values().stream()
            .filter(StrategyEntry::enabled)
            .map(StrategyEntry::vault)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    try (Parts parts = new Parts()) {
      Accounts.trading(loaded, vaults, parts);
    }
    venue(VenueAddress.of(config.market().source()), money);
  }

  /** What a venue of a known address is; one of an address of one's own is asked what it is. */
  private static void venue(VenueAddress at, LiveSwitch money) {
    Network network = at.network().orElse(null);
    if (network == Network.TESTNET) {
      throw refused(
          at,
          "is the venue's test network, on which nothing here trades",
          "rehearse on the local exchange: orrery exchange");
    }
    if (network == Network.MAINNET && !money.on()) {
      throw refused(
          at,
          "trades with real money, and " + LiveSwitch.VARIABLE + " is not true",
          "set " + LiveSwitch.VARIABLE + "=true if you mean it");
    }
  }

  private static ProblemException refused(VenueAddress at, String cause, String wayOut) {
    return new ProblemException(Problem.refused("market " + at.name(), cause, wayOut));
  }
}
