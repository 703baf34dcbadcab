package dev.orrery.executor.risk;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Finds caps that contradict each other: under them no order could ever pass. */
public final class CapsCheck {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private CapsCheck() {}

  /**
   * What is wrong, one sentence each with the numbers and the way out; empty when orders can pass.
   *
   * @param equity what the account has, or starts with
   * @param instrument what is to be traded
   */
  public static List<String> problems(RiskCaps caps, Usd equity, Instrument instrument) {
    List<String> problems = new ArrayList<>();
    if (!caps.allowedSymbols().contains(instrument.symbol())) {
      problems.add(
          "no order of "
              + instrument.symbol()
              + " can pass: allowedSymbols has only "
              + caps.allowedSymbols().stream().sorted().toList());
    }
    count(problems, "maxOrdersPerDay", caps.maxOrdersPerDay());
    count(problems, "maxOrdersPerMinute", caps.maxOrdersPerMinute());
    if (equity.signum() <= 0) {
      problems.add("no order can pass: equity is " + equity);
      return problems;
    }
    BigDecimal venue = instrument.minNotional().value();
    boolean ours = caps.minOrderUsd().compareTo(venue) >= 0;
    Minimum least =
        new Minimum(
            ours ? "minOrderUsd" : "the venue's minimum for " + instrument.symbol(),
            ours ? caps.minOrderUsd() : venue);
    share(problems, "maxPositionPct", caps.maxPositionPct(), equity, least);
    if (caps.maxTotalExposurePct().compareTo(caps.maxPositionPct()) < 0) {
      share(problems, "maxTotalExposurePct", caps.maxTotalExposurePct(), equity, least);
    }
    return problems;
  }

  private static void count(List<String> problems, String cap, int value) {
    if (value < 1) {
      problems.add("no order can pass: " + cap + " is " + value);
    }
  }

  private static void share(
      List<String> problems, String cap, BigDecimal percent, Usd equity, Minimum least) {
    Usd most = equity.percent(percent);
    if (most.value().compareTo(least.usd()) >= 0) {
      return;
    }
    String needs =
        percent.signum() <= 0
            ? ""
            : "equity of " + up(least.usd().multiply(HUNDRED), percent) + " or ";
    problems.add(
        "no order can pass: "
            + new Usd(percent)
            + " % of equity "
            + equity
            + " = "
            + most
            + " < "
            + least.name()
            + " "
            + new Usd(least.usd())
            + "; needs "
            + needs
            + cap
            + " of "
            + up(least.usd().multiply(HUNDRED), equity.value()));
  }

  private static Usd up(BigDecimal dividend, BigDecimal divisor) {
    return new Usd(dividend.divide(divisor, 2, RoundingMode.UP));
  }

  private record Minimum(String name, BigDecimal usd) {}
}
