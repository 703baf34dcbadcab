package dev.orrery.cli.feed;

import dev.orrery.cli.print.JsonText;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.PluginChange;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.trigger.TriggerKeys;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For programs: one JSON object a line, told apart by {@code type}. Loses no decision. */
final class JsonFeed implements Feed {
  private final PrintStream out;
  private final Tally tally = new Tally();

  JsonFeed(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void started(Opening opening) {
    tally.begin(opening.began());
    tally.stand(opening.strategies());
    Map<String, @Nullable Object> line = line("started");
    line.put("market", opening.market());
    line.put("pace", opening.pace());
    line.put("dev", opening.dev());
    line.put("as_of", opening.from().toString());
    line.put("journal", opening.journal());
    line.put("page", opening.page().toString());
    line.put("ready_ms", opening.ready().toMillis());
    line.put("strategies", opening.strategies().stream().map(JsonFeed::strategy).toList());
    line.put("refused", opening.refused());
    print(line);
  }

  @Override
  public synchronized void on(RuntimeFact fact) {
    tally.count(fact);
    switch (fact) {
      case RuntimeFact.Decided it -> print(decision(it));
      case RuntimeFact.Filled it -> print(fill(it));
      case RuntimeFact.Logged it -> {
        if (!it.level().equals("debug")) {
          print(log(it));
        }
      }
      case RuntimeFact.Missed it -> {
        Map<String, @Nullable Object> line = line("missed");
        line.put("facts", it.count());
        print(line);
      }
      case RuntimeFact.MarketEnded it -> {
        if (it.how() == MarketEnd.FAILED) {
          Map<String, @Nullable Object> line = line("market_failed");
          line.put("message", it.detail());
          print(line);
        }
      }
      case RuntimeFact.PluginChanged it -> print(plugin(it.change()));
    }
  }

  /** Decisions and fills say it all: a program can add up by itself. */
  @Override
  public void beat(Instant now, List<StrategyStatus> standing) {}

  @Override
  public synchronized void ended(Closing closing) {
    tally.stand(closing.strategies());
    Map<String, @Nullable Object> line = line("ended");
    line.put("cause", closing.cause());
    line.put("as_of", closing.at().toString());
    line.put("seconds", closing.lasted().toMillis() / 1000.0);
    line.put("overruns", closing.overruns());
    line.put("strategies", tally.scores().stream().map(JsonFeed::score).toList());
    print(line);
  }

  private static Map<String, @Nullable Object> strategy(StrategyStatus status) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", status.name());
    object.put("vault", status.vault());
    object.put("jar", status.fileName());
    object.put("state", status.state());
    object.put("triggers", status.triggers().stream().map(TriggerKeys::of).toList());
    object.put("equity_usd", JsonText.number(status.account().equity().value()));
    return object;
  }

  private static Map<String, @Nullable Object> decision(RuntimeFact.Decided fact) {
    DecisionRecord decision = fact.decision();
    Map<String, @Nullable Object> line = line("decision");
    line.put("id", decision.id());
    line.put("strategy", decision.strategy());
    line.put("vault", decision.vault());
    line.put("firing", decision.firing().id());
    line.put("trigger", decision.firing().triggerKey());
    line.put("tick_at", Instant.ofEpochMilli(decision.tickAt()).toString());
    line.put("as_of", Instant.ofEpochMilli(decision.asOf()).toString());
    line.put("verdict", fact.verdict().text());
    line.put("reasons", decision.reasons());
    line.put("outcomes", fact.outcomes());
    line.put("latency_us", decision.latencyMicros());
    line.put("cost_usd", JsonText.number(decision.costUsd()));
    line.put("overran", decision.overran());
    return line;
  }

  private static Map<String, @Nullable Object> fill(RuntimeFact.Filled fact) {
    Map<String, @Nullable Object> line = line("fill");
    line.put("strategy", fact.strategy());
    line.put("fill", fact.fill().fillId());
    line.put("cloid", fact.fill().clientOrderId().value());
    line.put("as_of", fact.fill().at().toString());
    line.put("symbol", fact.fill().symbol());
    line.put("side", fact.fill().side().name());
    line.put("size", JsonText.number(fact.fill().quantity().value()));
    line.put("price", JsonText.number(fact.fill().price().value()));
    line.put("fee_usd", JsonText.number(fact.fill().fee().value()));
    line.put("realised_usd", JsonText.number(fact.realised().value()));
    line.put("equity_usd", JsonText.number(fact.equity().value()));
    return line;
  }

  private static Map<String, @Nullable Object> log(RuntimeFact.Logged fact) {
    Map<String, @Nullable Object> line = line("log");
    line.put("strategy", fact.strategy());
    line.put("level", fact.level());
    line.put("event", fact.event());
    line.put("message", fact.message());
    line.put("data", fact.data());
    return line;
  }

  private static Map<String, @Nullable Object> plugin(PluginChange change) {
    Map<String, @Nullable Object> line = line("plugin");
    line.put("event", change.kind().event());
    line.put("jar", change.fileName());
    line.put("before", change.before() == null ? null : change.before().hex());
    line.put("after", change.after() == null ? null : change.after().hex());
    line.put("begun", change.begun());
    line.put("returned", change.returned());
    line.put("replaced", change.replaced());
    line.put("ended", change.ended());
    line.put("message", change.message());
    return line;
  }

  private static Map<String, @Nullable Object> score(Tally.Score score) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", score.strategy());
    object.put("decisions", score.decisions());
    object.put("orders", score.orders());
    object.put("fills", score.fills());
    object.put("fees_usd", JsonText.number(score.fees()));
    object.put("pnl_usd", JsonText.number(score.gain()));
    object.put("equity_usd", JsonText.number(score.equity()));
    return object;
  }

  private static Map<String, @Nullable Object> line(String type) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("type", type);
    return line;
  }

  private void print(Map<String, @Nullable Object> line) {
    out.println(JsonText.line(line));
  }
}
