package dev.orrery.runner.boot;

import dev.orrery.broker.hyperliquid.HyperliquidMainnetBroker;
import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.broker.hyperliquid.TradingAccount;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.config.Loaded;
import dev.orrery.config.run.BrokerConfig;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.TooLittle;
import dev.orrery.config.run.VaultEntry;
import dev.orrery.config.run.VenueAccount;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.ChosenMarket.Venue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What each vault trades through, as configured. Keys are read here and are in their signers from
 * then on, which are closed at the end.
 */
public final class Accounts implements Function<String, BrokerFactory> {
  private final Loaded<RunConfig> loaded;
  private final Map<String, BrokerFactory> live;

  private Accounts(Loaded<RunConfig> loaded, Map<String, BrokerFactory> live) {
    this.loaded = loaded;
    this.live = Map.copyOf(live);
  }

  /**
   * Those of a lineup.
   *
   * @param money the switch that real money hangs on
   * @param parts where signers are closed at the end
   * @throws ProblemException CONFIGURATION with every vault that lacks an account or a key, or
   *     shares one
   */
  public static Accounts of(Lineup lineup, ChosenMarket market, LiveSwitch money, Parts parts) {
    Loaded<RunConfig> loaded = lineup.config();
    if (loaded.value().broker().kind() == BrokerConfig.Kind.PAPER) {
      return new Accounts(loaded, Map.of());
    }
    Venue venue =
        market
            .venue()
            .orElseThrow(() -> new IllegalStateException("a live broker without a live market"));
    Map<String, BrokerFactory> live = new LinkedHashMap<>();
    trading(loaded, lineup.strategies().stream().map(Planned::vault).toList(), parts)
        .forEach((vault, account) ->
            live.put(
                vault,
                HyperliquidMainnetBroker.on(
                    venue.at(),
                    venue.access(),
                    account.requiring(worth -> enough(lineup, vault, worth)),
                    VenueSettings.broker(loaded.value().broker().hyperliquid()),
                    money)));
    return new Accounts(loaded, live);
  }

  /** Whether caps let an order pass on what an account is worth. */
  private static void enough(Lineup lineup, String vault, BigDecimal worth) {
    List<Problem> problems = new ArrayList<>();
    for (Planned planned : lineup.strategies()) {
      if (planned.vault().equals(vault)) {
        TooLittle.of(planned.caps(), worth)
            .ifPresent(why ->
                problems.add(
                    Problem.refused(
                        "strategies." + planned.name() + ".caps.maxPositionPct",
                        why.cause(),
                        why.wayOut())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  /**
   * The accounts of vaults, with their keys read.
   *
   * @param parts where signers are closed at the end
   * @throws ProblemException CONFIGURATION with every vault that lacks an account or a key, or
   *     shares one
   */
  static Map<String, TradingAccount> trading(
      Loaded<RunConfig> loaded, Collection<String> vaults, Parts parts) {
    Map<String, TradingAccount> accounts = new LinkedHashMap<>();
    Map<Address, String> taken = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String vault : vaults) {
      try {
        TradingAccount account = account(vault, loaded, parts);
        unique(vault, account.address(), "the account", taken);
        unique(vault, account.signer().address(), "the agent", taken);
        accounts.put(vault, account);
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    return accounts;
  }

  private static TradingAccount account(String vault, Loaded<RunConfig> loaded, Parts parts) {
    String key = "vaults." + vault + ".hyperliquid";
    VaultEntry entry = loaded.value().vaults().get(vault);
    VenueAccount account = entry == null ? null : entry.hyperliquid();
    if (account == null) {
      throw new ProblemException(
          Problem.configuration(
              key,
              "is missing, and broker.kind is hyperliquid",
              "write address, and agentKey: ${env:NAME} or agentKeyFile, under it"));
    }
    KeySigner signer = parts.add(Parts.Stage.VENUE, AgentKey.signer(key, account));
    return new TradingAccount(new Address(account.address()), signer);
  }

  private static void unique(
      String vault, Address address, String what, Map<Address, String> taken) {
    String other = taken.putIfAbsent(address, vault);
    if (other != null && !other.equals(vault)) {
      throw new ProblemException(
          Problem.configuration(
              "vaults." + vault + ".hyperliquid",
              what + " " + address + " is that of vault " + other + " too",
              "give each vault an account and an agent of its own"));
    }
  }

  @Override
  public BrokerFactory apply(String vault) {
    RunConfig config = loaded.value();
    if (config.broker().kind() == BrokerConfig.Kind.PAPER) {
      return PaperBroker.with(Settings.paper(config.broker().paper(), config.startingCash(vault)));
    }
    BrokerFactory factory = live.get(vault);
    if (factory == null) {
      throw new ProblemException(
          Problem.refused(
              "vault " + vault,
              "had no account on Hyperliquid when this host began",
              "write vaults." + vault + ".hyperliquid and start again"));
    }
    return factory;
  }
}
