package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;

/** What trades that are over come to. */
final class TradeFigures {
  private final List<Trade> over;
  private final List<BigDecimal> wins;
  private final List<BigDecimal> losses;

  TradeFigures(List<Trade> trades) {
    this.over = trades.stream().filter(Trade::over).toList();
    this.wins = nets(net -> net.signum() > 0);
    this.losses = nets(net -> net.signum() < 0);
  }

  private List<BigDecimal> nets(Predicate<BigDecimal> which) {
    return over.stream().map(Trade::net).filter(which).toList();
  }

  private static BigDecimal sum(List<BigDecimal> all) {
    return all.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal mean(List<BigDecimal> all) {
    return Exact.ratio(sum(all), all.size());
  }

  int count() {
    return over.size();
  }

  int wins() {
    return wins.size();
  }

  /** Why nothing can be told; empty when there are trades. */
  String silence() {
    return over.isEmpty() ? "no trade is over" : "";
  }

  String withoutWins() {
    return wins.isEmpty() ? over.isEmpty() ? silence() : "no trade won" : "";
  }

  String withoutLosses() {
    return losses.isEmpty() ? over.isEmpty() ? silence() : "no trade lost" : "";
  }

  String withoutEither() {
    return withoutWins().isEmpty() ? withoutLosses() : withoutWins();
  }

  BigDecimal winRate() {
    return Exact.ratio(BigDecimal.valueOf(wins.size()), over.size());
  }

  BigDecimal profitFactor() {
    return Exact.ratio(sum(wins), sum(losses).negate());
  }

  BigDecimal expectancy() {
    return mean(over.stream().map(Trade::net).toList());
  }

  BigDecimal averageWin() {
    return mean(wins);
  }

  BigDecimal averageLoss() {
    return mean(losses);
  }

  BigDecimal payoff() {
    return Exact.ratio(averageWin(), averageLoss().negate());
  }

  BigDecimal largestWin() {
    return wins.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
  }

  BigDecimal largestLoss() {
    return losses.stream().reduce(BigDecimal.ZERO, BigDecimal::min);
  }

  BigDecimal averageHeld() {
    long sum = over.stream().mapToLong(trade -> trade.held().toMillis()).sum();
    return BigDecimal.valueOf(sum / Math.max(1, over.size()));
  }

  BigDecimal averageBars() {
    return Exact.ratio(BigDecimal.valueOf(over.stream().mapToLong(Trade::bars).sum()), over.size());
  }

  /** The most losing trades in a row, in the order they ended. */
  int losingRun() {
    int longest = 0;
    int run = 0;
    for (Trade trade :
        over.stream().sorted((a, b) -> a.closedAt().compareTo(b.closedAt())).toList()) {
      run = trade.net().signum() < 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
