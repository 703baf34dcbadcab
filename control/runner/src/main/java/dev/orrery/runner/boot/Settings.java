package dev.orrery.runner.boot;

import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.config.run.Caps;
import dev.orrery.config.run.MissedFire;
import dev.orrery.config.run.PaperConfig;
import dev.orrery.config.run.PluginCall;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.RuntimeConfig;
import dev.orrery.config.run.TriggerEntry;
import dev.orrery.database.Database;
import dev.orrery.database.Retention;
import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.tick.TickSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the configuration says, in the words of the modules that are configured. Pure functions. */
public final class Settings {
  private static final BigDecimal BPS = new BigDecimal(10_000);

  private static final int DAYS_AHEAD = 7;
  private static final int LEAST_DAYS = 2;

  private Settings() {}

  /** What wakes a strategy. */
  static List<Trigger> triggers(List<TriggerEntry> written, MissedFire usually) {
    return written.stream().map(entry -> trigger(entry, usually)).toList();
  }

  private static Trigger trigger(TriggerEntry entry, MissedFire usually) {
    Trigger.MissedFire missed =
        switch (Optional.ofNullable(entry.missedFire()).orElse(usually)) {
          case SKIP -> Trigger.MissedFire.SKIP;
          case FIRE_ONCE -> Trigger.MissedFire.FIRE_ONCE;
        };
    if (entry.cron() != null) {
      return new Trigger.Cron(
          entry.cron(), entry.zone() == null ? ZoneOffset.UTC : entry.zone(), missed);
    }
    if (entry.everySeconds() != null) {
      return Trigger.every(Duration.ofSeconds(entry.everySeconds()), missed);
    }
    if (entry.event() != null) {
      return Trigger.event(entry.event());
    }
    if (entry.barClose() != null) {
      return Trigger.barClose(entry.barClose().symbol(), Interval.of(entry.barClose().interval()));
    }
    return Trigger.manual();
  }

  /** The caps of a strategy. */
  public static RiskCaps caps(Caps caps) {
    return new RiskCaps(
        caps.maxPositionPct(),
        caps.maxTotalExposurePct(),
        caps.maxOrdersPerDay(),
        caps.maxOrdersPerMinute(),
        caps.maxLeverage(),
        caps.minOrderUsd(),
        caps.allowedSymbols(),
        caps.maxMonthlyCostUsd(),
        caps.dailyLossHaltPct());
  }

  /** A paper account. */
  public static PaperSettings paper(PaperConfig paper, BigDecimal startingCash) {
    return PaperSettings.builder()
        .startCash(new Usd(startingCash))
        .makerFee(paper.makerFee().toPlainString())
        .takerFee(paper.takerFee().toPlainString())
        .slippageBps(paper.slippage().multiply(BPS).toPlainString())
        .hourlyFundingRate(paper.fundingHourly().toPlainString())
        .build();
  }

  /** How orders are planned and sent. */
  public static ExecutorSettings executor(RunConfig config) {
    ExecutorSettings usual = ExecutorSettings.DEFAULTS;
    return new ExecutorSettings(
        config.market().staleAfter(),
        usual.orderTimeout(),
        usual.flushTimeout(),
        usual.answerTimeout(),
        usual.reportTimeout(),
        config.runtime().reconcileEvery(),
        usual.settleTime(),
        usual.clockSkew(),
        usual.balanceTolerance());
  }

  /** How long things are kept. */
  public static Retention retention(RunConfig config, Database database) {
    return new Retention(
        database,
        new Retention.Settings(
            days(config.retention().decisions()),
            days(config.retention().logs()),
            Math.toIntExact(config.retention().events().toDays()),
            DAYS_AHEAD));
  }

  private static int days(Duration kept) {
    return Math.toIntExact(Math.max(LEAST_DAYS, kept.toDays()));
  }

  /** How much plugins may ask, and what some may call that is refused to others. */
  public static PluginLimits plugins(RunConfig config) {
    Map<String, Set<Refusal>> allowed = new HashMap<>();
    config
        .allowedCalls()
        .forEach((file, calls) ->
            allowed.put(file, calls.stream().map(Settings::refusal).collect(Collectors.toSet())));
    return PluginLimits.DEFAULT.allowing(allowed);
  }

  private static Refusal refusal(PluginCall call) {
    return switch (call) {
      case SIGNALS -> Refusal.SIGNALS;
      case UNSAFE -> Refusal.UNSAFE;
      case FOREIGN_FUNCTIONS -> Refusal.FOREIGN_FUNCTIONS;
      case NATIVE_LIBRARIES -> Refusal.NATIVE_LIBRARIES;
      case NATIVE_METHODS -> Refusal.NATIVE_METHODS;
      case PROCESSES -> Refusal.PROCESSES;
      case CLASS_DEFINITION -> Refusal.CLASS_DEFINITION;
      case CLASS_LOADERS -> Refusal.CLASS_LOADERS;
      case STANDARD_STREAMS -> Refusal.STANDARD_STREAMS;
      case SYSTEM_PROPERTIES -> Refusal.SYSTEM_PROPERTIES;
      case SECURITY_MANAGER -> Refusal.SECURITY_MANAGER;
      case DEFAULT_TIME_ZONE -> Refusal.DEFAULT_TIME_ZONE;
      case DEFAULT_LOCALE -> Refusal.DEFAULT_LOCALE;
      case DEFAULT_EXCEPTION_HANDLER -> Refusal.DEFAULT_EXCEPTION_HANDLER;
      case SHUTDOWN_HOOKS -> Refusal.SHUTDOWN_HOOKS;
      case NETWORK_DEFAULTS -> Refusal.NETWORK_DEFAULTS;
      case SECURITY_PROVIDERS -> Refusal.SECURITY_PROVIDERS;
    };
  }

  /** How ticks are run. */
  public static TickSettings ticks(RunConfig config) {
    return new TickSettings(
        config.runtime().decidePool().core(),
        config.runtime().decidePool().max(),
        config.market().slack(),
        true,
        ladder(config));
  }

  /** How far calls into plugins are followed that do not end. */
  public static Ladder ladder(RunConfig config) {
    RuntimeConfig.Hold hold = config.runtime().hold();
    return new Ladder(hold.pollAfter(), hold.quarantineAfter(), hold.allocationBudget().bytes())
        .withinHeap();
  }
}
