package dev.orrery.cli.backtest;

import dev.orrery.backtest.CurvePoint;
import dev.orrery.backtest.optimize.DeflatedSharpe;
import dev.orrery.backtest.optimize.OptimizeResult;
import dev.orrery.backtest.optimize.OptimizeResult.Ranked;
import dev.orrery.backtest.optimize.OptimizeResult.WindowResult;
import dev.orrery.backtest.optimize.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a search found, for programs. Fractions: 0.12 is twelve percent. */
public final class OptimizeData {
  private OptimizeData() {}

  /** An object; what cannot be told is null. */
  public static Map<String, @Nullable Object> object(OptimizeResult result) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("strategy", result.strategy());
    object.put("metric", result.metric().text());
    object.put("from", result.from().toString());
    object.put("to", result.to().toString());
    object.put("ran", result.ranked().size());
    object.put("known_before", result.resumed());
    object.put(
        "refused",
        result.refused().stream()
            .map(it -> Map.of("parameters", it.parameters(), "why", it.why()))
            .toList());
    object.put("results", result.ranked().stream().map(OptimizeData::ranked).toList());
    object.put("deflated_sharpe", result.deflated().map(OptimizeData::deflated).orElse(null));
    object.put("windows", result.windows().stream().map(OptimizeData::window).toList());
    object.put("joined", result.joined().map(OptimizeData::joined).orElse(null));
    object.put("warnings", result.warnings());
    return object;
  }

  private static Map<String, @Nullable Object> ranked(Ranked it) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("parameters", it.parameters());
    object.putAll(score(it.score()));
    return object;
  }

  private static Map<String, @Nullable Object> score(Score it) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("sharpe", told(it.sharpe()));
    object.put("return", told(it.gain()));
    object.put("max_drawdown", told(it.drawdown()));
    object.put("trades", it.trades());
    object.put("win_rate", it.winRate());
    object.put("degenerate", it.degenerate());
    object.put("digest", it.digest());
    if (!it.ran()) {
      object.put("failure", it.failure());
    }
    return object;
  }

  private static Map<String, @Nullable Object> deflated(DeflatedSharpe it) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("value", told(it.value()));
    object.put("trials", it.trials());
    object.put("variance", it.variance());
    object.put("expected_by_luck", it.expected());
    return object;
  }

  private static Map<String, @Nullable Object> window(WindowResult it) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("train_from", it.window().from().toString());
    object.put("test_from", it.window().split().toString());
    object.put("test_until", it.window().until().toString());
    object.put("parameters", it.best());
    object.put("in_sample", score(it.inSample()));
    object.put("out_of_sample", score(it.outOfSample()));
    return object;
  }

  private static Map<String, @Nullable Object> joined(OptimizeResult.Joined it) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("return", it.gain());
    object.put("max_drawdown", it.drawdown());
    object.put("sharpe", told(it.sharpe()));
    object.put("curve", it.curve().stream().map(OptimizeData::point).toList());
    return object;
  }

  private static List<Object> point(CurvePoint point) {
    return List.of(point.time(), point.equity(), point.lowest(), point.price());
  }

  private static @Nullable Double told(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** A line a run, or a window, under a line of names. */
  public static Stream<String> csv(OptimizeResult result) {
    String names = String.join(",", result.names());
    String figures = "sharpe,return,max_drawdown,trades,win_rate,degenerate,digest";
    return result.windows().isEmpty()
        ? Stream.concat(
            Stream.of(names + "," + figures),
            result.ranked().stream().map(it -> values(result, it.parameters(), it.score())))
        : Stream.concat(
            Stream.of("train_from,test_from,test_until," + names + ",in_sample," + figures),
            result.windows().stream().map(it -> line(result, it)));
  }

  private static String line(OptimizeResult result, WindowResult it) {
    String inSample = text(result.metric().of(it.inSample()));
    Map<String, String> shown = new LinkedHashMap<>(it.best());
    String names = String.join(",", result.names().stream().map(shown::get).toList());
    return it.window().from()
        + ","
        + it.window().split()
        + ","
        + it.window().until()
        + ","
        + names
        + ","
        + inSample
        + ","
        + String.join(",", figures(it.outOfSample()));
  }

  private static String values(OptimizeResult result, Map<String, String> parameters, Score score) {
    List<String> fields = new ArrayList<>();
    result.names().forEach(name -> fields.add(parameters.getOrDefault(name, "")));
    fields.addAll(figures(score));
    return String.join(",", fields);
  }

  private static List<String> figures(Score it) {
    return List.of(
        text(it.sharpe()),
        text(it.gain()),
        text(it.drawdown()),
        Integer.toString(it.trades()),
        Double.toString(it.winRate()),
        Boolean.toString(it.degenerate()),
        it.digest());
  }

  private static String text(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
