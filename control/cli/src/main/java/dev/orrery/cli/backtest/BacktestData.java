package dev.orrery.cli.backtest;

import dev.orrery.api.action.Side;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.CurvePoint;
import dev.orrery.backtest.Figures;
import dev.orrery.backtest.RoundTrip;
import dev.orrery.cli.print.JsonText;
import dev.orrery.market.file.DataSummary;
import dev.orrery.runtime.recording.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A result for programs: every figure with all its digits. */
public final class BacktestData {
  private BacktestData() {}

  /** An object for {@link JsonText}. Fractions: 0.12 is twelve percent. */
  public static Map<String, @Nullable Object> object(BacktestResult result) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>(subject(result.subject()));
    object.put("from", result.from().toString());
    object.put("to", result.to().toString());
    object.put("rows", result.rows());
    object.put("figures", figures(result.figures()));
    Map<String, Object> market = new LinkedHashMap<>();
    market.put("first", JsonText.number(result.market().first().value()));
    market.put("last", JsonText.number(result.market().last().value()));
    market.put("return", JsonText.number(result.market().gain()));
    market.put("max_drawdown", JsonText.number(result.market().maxDrawdown()));
    object.put("buy_and_hold", market);
    Map<String, Long> decisions = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      decisions.put(verdict.text(), result.decisions().getOrDefault(verdict, 0L));
    }
    object.put("decisions", decisions);
    object.put("trades", result.trips().stream().map(BacktestData::trade).toList());
    object.put("curve", result.curve().stream().map(BacktestData::point).toList());
    object.put("notes", result.notes());
    object.put("digest", result.digest().hex());
    return object;
  }

  private static Map<String, Object> subject(BacktestResult.Subject subject) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("strategy", subject.strategy());
    object.put("jar", subject.jar());
    object.put("jar_digest", subject.jarDigest());
    object.put("parameters", JsonText.read(subject.parameters()));
    object.put("symbol", subject.symbol());
    DataSummary summary = subject.summary();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", subject.data());
    data.put("digest", subject.dataDigest().hex());
    data.put("rows", summary.rows());
    data.put("from", Instant.ofEpochMilli(summary.from()).toString());
    data.put("to", Instant.ofEpochMilli(summary.to()).toString());
    data.put("gaps", summary.gaps());
    data.put("largest_gap_ms", summary.largestGapMillis());
    object.put("data", data);
    return object;
  }

  private static Map<String, @Nullable Object> figures(Figures it) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("start_cash", JsonText.number(it.startCash().value()));
    object.put("end_equity", JsonText.number(it.endEquity().value()));
    object.put("profit", JsonText.number(it.profit().value()));
    object.put("return", JsonText.number(it.gain()));
    object.put("max_drawdown", JsonText.number(it.maxDrawdown()));
    object.put("trades", it.trades());
    object.put("open_trades", it.openTrades());
    object.put("wins", it.wins());
    object.put("win_rate", JsonText.number(it.winRate()));
    object.put("fills", it.fills());
    object.put("before_costs", JsonText.number(it.beforeCosts().value()));
    object.put("slippage", JsonText.number(it.slippage().value()));
    object.put("fees", JsonText.number(it.fees().value()));
    object.put("funding", JsonText.number(it.funding().value()));
    object.put("exposure", JsonText.number(it.exposure()));
    object.put("sharpe", it.sharpe().isPresent() ? it.sharpe().getAsDouble() : null);
    object.put("sharpe_of", it.sharpeDaily() ? "days" : "hours");
    object.put("liquidations", it.liquidations());
    return object;
  }

  private static Map<String, Object> trade(RoundTrip trip) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("number", trip.number());
    object.put("symbol", trip.symbol());
    object.put("side", side(trip));
    object.put("opened_at", trip.openedAt().toString());
    object.put("closed_at", trip.closedAt().toString());
    object.put("quantity", JsonText.number(trip.quantity().value()));
    object.put("entry", JsonText.number(trip.entry().value()));
    object.put("exit", JsonText.number(trip.exit().value()));
    object.put("gross", JsonText.number(trip.gross().value()));
    object.put("fees", JsonText.number(trip.fees().value()));
    object.put("funding", JsonText.number(trip.funding().value()));
    object.put("slippage", JsonText.number(trip.slippage().value()));
    object.put("net", JsonText.number(trip.net().value()));
    object.put("ended", ended(trip));
    return object;
  }

  private static List<Object> point(CurvePoint point) {
    return List.of(point.time(), point.equity(), point.lowest(), point.price());
  }

  /** A line a trade, under a line of names. */
  public static Stream<String> csv(BacktestResult result) {
    String names =
        "number,symbol,side,opened_at,closed_at,quantity,entry,exit,gross,fees,funding,slippage,"
            + "net,ended";
    return Stream.concat(Stream.of(names), result.trips().stream().map(BacktestData::csv));
  }

  private static String csv(RoundTrip trip) {
    return String.join(
        ",",
        String.valueOf(trip.number()),
        trip.symbol(),
        side(trip),
        trip.openedAt().toString(),
        trip.closedAt().toString(),
        trip.quantity().toString(),
        trip.entry().toString(),
        trip.exit().toString(),
        trip.gross().toString(),
        trip.fees().toString(),
        trip.funding().toString(),
        trip.slippage().toString(),
        trip.net().toString(),
        ended(trip));
  }

  private static String side(RoundTrip trip) {
    return trip.side() == Side.BUY ? "long" : "short";
  }

  private static String ended(RoundTrip trip) {
    return trip.open() ? "open" : trip.liquidated() ? "liquidated" : "closed";
  }
}
