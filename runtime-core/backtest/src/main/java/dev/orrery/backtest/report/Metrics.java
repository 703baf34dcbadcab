package dev.orrery.backtest.report;

import dev.orrery.backtest.report.Metric.Group;
import dev.orrery.backtest.report.Metric.Unit;
import java.math.BigDecimal;
import java.util.List;

/** Every figure of a report. The definitions are those of {@code docs/backtesting.md}. */
final class Metrics {
  private static final long DAY = 86_400_000;
  private static final long YEAR = 365 * DAY;
  private static final long YEARLY_FROM = 30 * DAY;

  private final RunRecorder.Heard heard;
  private final TradeLog.Sums sums;
  private final BigDecimal start;
  private final BigDecimal profit;
  private final BigDecimal drawdown;
  private final boolean slippageKnown;
  private final MetricList list = new MetricList();

  private Metrics(RunRecorder.Heard heard, boolean slippageKnown) {
    this.heard = heard;
    this.sums = heard.sums();
    this.start = heard.equity().start();
    this.profit = sums.equity().subtract(start).subtract(sums.deposits());
    this.drawdown = heard.equity().fall().deepest();
    this.slippageKnown = slippageKnown;
  }

  /**
   * Of what was heard.
   *
   * @param slippageKnown whether the mark prices of fills were told
   */
  static List<Metric> of(RunRecorder.Heard heard, int liquidations, boolean slippageKnown) {
    Metrics metrics = new Metrics(heard, slippageKnown);
    metrics.earned();
    metrics.risk();
    metrics.trades(new TradeFigures(heard.sums().trades()));
    metrics.activity(liquidations);
    metrics.costs();
    metrics.market();
    return metrics.list.all();
  }

  private void earned() {
    list.of(Group.RETURN)
        .fraction("return", "Return", gain(), "profit over equity at the start")
        .usd(
            "profit",
            "Profit",
            profit,
            "equity at the end less that at the start"
                + (sums.deposits().signum() == 0
                    ? ""
                    : ", less " + sums.deposits().toPlainString() + " paid in meanwhile"))
        .usd(
            "start_equity",
            "Equity at the start",
            start,
            "what the account was worth at the first row")
        .usd(
            "end_equity",
            "Equity at the end",
            sums.equity(),
            "cash and the positions at the mark price, at the last row")
        .told(
            "cagr",
            "Return a year (CAGR)",
            Unit.FRACTION,
            yearSilence(),
            this::yearly,
            "the return that, had each year of 365 days given the same, would have led here");
  }

  private BigDecimal gain() {
    return Exact.ratio(profit, start);
  }

  private String yearSilence() {
    return heard.to() - heard.from() < YEARLY_FROM
        ? "the range is shorter than 30 days"
        : start.signum() <= 0 || sums.equity().signum() <= 0 ? "equity fell to nothing" : "";
  }

  private BigDecimal yearly() {
    double years = (double) (heard.to() - heard.from()) / YEAR;
    double growth = sums.equity().doubleValue() / start.doubleValue();
    return MetricList.decimal(StrictMath.pow(growth, 1 / years) - 1);
  }

  private void risk() {
    Returns.Sample sample = heard.equity().returns().end(heard.to());
    Fall fall = heard.equity().fall();
    String unit = sample.unit();
    String silence = sample.silence();
    String noFall = "no whole " + unit.substring(0, unit.length() - 1) + " lost";
    list.of(Group.RISK)
        .fraction(
            "max_drawdown",
            "Max drawdown",
            drawdown,
            "the deepest fall of equity from a peak before it, as a fraction of that peak; looked"
                + " at with each row, after its fills")
        .millis(
            "max_drawdown_length",
            "Longest drawdown",
            fall.longest(),
            "the longest time from a peak of equity until it was there again"
                + (fall.longestGoesOn() ? "; this one had not ended" : ""))
        .real(
            "volatility",
            "Volatility a year",
            Unit.FRACTION,
            sample.volatility(),
            silence,
            "sample standard deviation of the returns of whole UTC "
                + unit
                + ", times the root of"
                + " their number in 365 days")
        .real(
            "sharpe",
            "Sharpe",
            Unit.RATIO,
            sample.sharpe(),
            silence,
            "mean over sample standard deviation of the returns of whole UTC "
                + unit
                + ", times the root of their number in 365 days; no rate is subtracted")
        .real(
            "sortino",
            "Sortino",
            Unit.RATIO,
            sample.sortino(),
            silence.isEmpty() ? noFall : silence,
            "like Sharpe, over the root of the mean of the squares of returns below zero (others"
                + " count as zero)")
        .told(
            "calmar",
            "Calmar",
            Unit.RATIO,
            yearSilence().isEmpty() && drawdown.signum() == 0 ? "equity never fell" : yearSilence(),
            () -> Exact.ratio(yearly(), drawdown),
            "return a year over max drawdown");
  }

  private void trades(TradeFigures it) {
    list.of(Group.TRADES)
        .count(
            "trades",
            "Trades",
            it.count(),
            "from flat to flat, or through zero to the other side, that are over")
        .count("wins", "Won", it.wins(), "trades that earned something after all costs")
        .told("win_rate", "Win rate", Unit.FRACTION, it.silence(), it::winRate, "won over trades")
        .told(
            "profit_factor",
            "Profit factor",
            Unit.RATIO,
            it.withoutLosses(),
            it::profitFactor,
            "what winning trades earned over what losing ones lost, after all costs")
        .told(
            "expectancy",
            "Expectancy",
            Unit.USD,
            it.silence(),
            it::expectancy,
            "mean profit of a trade after all costs")
        .told(
            "average_win",
            "Average win",
            Unit.USD,
            it.withoutWins(),
            it::averageWin,
            "mean profit of the trades that won")
        .told(
            "average_loss",
            "Average loss",
            Unit.USD,
            it.withoutLosses(),
            it::averageLoss,
            "mean profit of the trades that lost, below zero")
        .told(
            "payoff",
            "Payoff",
            Unit.RATIO,
            it.withoutEither(),
            it::payoff,
            "average win over average loss")
        .told(
            "largest_win",
            "Largest win",
            Unit.USD,
            it.withoutWins(),
            it::largestWin,
            "the most a trade earned")
        .told(
            "largest_loss",
            "Largest loss",
            Unit.USD,
            it.withoutLosses(),
            it::largestLoss,
            "the most a trade lost, below zero")
        .count(
            "losing_run",
            "Losses in a row",
            it.losingRun(),
            "the most trades in a row that lost, in the order they ended")
        .told(
            "average_held",
            "Average time held",
            Unit.MILLIS,
            it.silence(),
            it::averageHeld,
            "mean time from first to last fill of a trade")
        .told(
            "average_bars",
            "Average rows held",
            Unit.RATIO,
            it.silence(),
            it::averageBars,
            "mean number of rows of the data that passed while a trade was open");
  }

  private void activity(int liquidations) {
    list.of(Group.ACTIVITY)
        .fraction(
            "exposure",
            "Exposure",
            Exact.ratio(BigDecimal.valueOf(sums.heldMillis()), heard.to() - heard.from()),
            "share of the time with a position")
        .usd("traded", "Traded", sums.traded(), "notional of all fills")
        .told(
            "turnover",
            "Turnover",
            Unit.RATIO,
            start.signum() > 0 ? "" : "the account began with nothing",
            () -> Exact.ratio(sums.traded(), start),
            "notional of all fills over equity at the start")
        .count("fills", "Fills", sums.fills(), "executions")
        .count(
            "liquidations", "Liquidations", liquidations, "how often the account was liquidated");
  }

  private void costs() {
    String silence =
        slippageKnown ? "" : "the journal does not keep the mark price of a fill's moment";
    BigDecimal costs = sums.fees().subtract(sums.funding()).add(sums.slippage());
    BigDecimal before = profit.add(costs);
    list.of(Group.COSTS)
        .told(
            "before_costs",
            "Before costs",
            Unit.USD,
            silence,
            () -> before,
            "what the mark prices gave: profit before slippage, fees and funding")
        .told(
            "slippage",
            "Slippage",
            Unit.USD,
            silence,
            sums::slippage,
            "what fills that took lost against the mark price of their moment")
        .usd("fees", "Fees", sums.fees(), "paid for fills; below zero for rebates")
        .usd("funding", "Funding", sums.funding(), "received; below zero when paid")
        .told(
            "cost_share",
            "Costs of earnings",
            Unit.FRACTION,
            silence.isEmpty() && before.signum() <= 0 ? "there were no earnings" : silence,
            () -> Exact.ratio(costs, before),
            "slippage, fees and paid funding over what was earned before costs");
  }

  private void market() {
    BigDecimal market = MetricList.decimal(heard.growth() - 1);
    list.of(Group.MARKET)
        .fraction(
            "market_return",
            "Return",
            market,
            "the last mark price over the first, less one, without costs"
                + (heard.prices().size() > 1 ? "; the mean of all symbols" : ""))
        .fraction(
            "market_max_drawdown",
            "Max drawdown",
            heard.equity().marketFall().deepest(),
            "the deepest fall of the price from a peak before it")
        .fraction(
            "excess_return",
            "Return above it",
            gain().subtract(market),
            "return less the return of buying and holding");
  }
}
