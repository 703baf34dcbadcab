package dev.orrery.cli.report;

import dev.orrery.backtest.report.Report;
import dev.orrery.backtest.report.RunRecorder;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.SkillTable;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.store.RunViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as the journal has it, told again in order of time to what makes a report: at one instant
 * prices first, then decisions, then what became of the account.
 */
public final class RecordedRun {
  private final Deployment deployment;
  private final List<AccountEntry> entries;
  private final List<RunViews.Decided> decisions;
  private final List<RunViews.PricePoint> prices;
  private final RunViews.@Nullable Decider decider;
  private final String parameters;
  private final Instant from;
  private final Instant to;
  private final RunRecorder recorder = new RunRecorder();
  private int liquidations;

  /**
   * Reads it.
   *
   * @param since the first market time of interest; null for the beginning
   * @param until the first that is not; null for the end
   * @throws ProblemException REFUSED when there is nothing in this range
   */
  public RecordedRun(
      Database database, Deployment deployment, @Nullable Instant since, @Nullable Instant until) {
    this.deployment = deployment;
    RunViews views = new RunViews(database);
    this.entries = before(views.entries(deployment.id()), until);
    this.decisions =
        views.decisions(deployment.id()).stream()
            .filter(it -> until == null || it.asOf().isBefore(until))
            .toList();
    this.prices = withFills(views.prices(deployment.id()), until);
    this.decider = views.decider(deployment.id()).orElse(null);
    this.parameters = parameters(database);
    Instant first = prices.isEmpty() ? null : prices.getFirst().at();
    Instant start = since == null || (first != null && since.isBefore(first)) ? first : since;
    Instant last = prices.isEmpty() ? null : prices.getLast().at();
    if (start == null || last == null || last.isBefore(start)) {
      throw nothing(first, last);
    }
    this.from = start;
    this.to = last;
  }

  private ProblemException nothing(@Nullable Instant first, @Nullable Instant last) {
    return new ProblemException(
        Problem.refused(
            "strategy " + deployment.name(),
            "has no prices in this range",
            first == null || last == null
                ? "it has not looked at the market yet"
                : "the journal has them from " + first + " to " + last));
  }

  private static List<AccountEntry> before(List<AccountEntry> all, @Nullable Instant until) {
    return all.stream().filter(it -> until == null || it.at().isBefore(until)).toList();
  }

  /** The price of a fill is one, too: where nothing else is kept there is something to go by. */
  private List<RunViews.PricePoint> withFills(
      List<RunViews.PricePoint> read, @Nullable Instant until) {
    List<RunViews.PricePoint> all = new ArrayList<>(read);
    for (AccountEntry entry : entries) {
      if (entry instanceof AccountEntry.Told(BrokerEvent.OrderFilled(var fill))) {
        double price = fill.price().toDouble();
        all.add(new RunViews.PricePoint(fill.symbol(), fill.at(), price, price, price, price));
      }
    }
    all.removeIf(it -> until != null && !it.at().isBefore(until));
    all.sort((a, b) -> a.at().compareTo(b.at()));
    return all;
  }

  private String parameters(Database database) {
    return new SkillTable(database)
        .payload(deployment.userId(), deployment.skillId(), deployment.skillVersion())
        .map(it -> JsonText.line(it.parameters()))
        .orElse("{}");
  }

  /** Tells it all, and reports. */
  public Report report() {
    recorder.begins(from.toEpochMilli(), to.toEpochMilli());
    Iterator<RunViews.PricePoint> nextPrice = prices.iterator();
    Iterator<RunViews.Decided> nextDecision = decisions.iterator();
    RunViews.PricePoint price = next(nextPrice);
    RunViews.Decided decision = next(nextDecision);
    for (AccountEntry entry : entries) {
      while (price != null && !price.at().isAfter(entry.at())) {
        price = tell(price, next(nextPrice));
      }
      while (decision != null && !decision.asOf().isAfter(entry.at())) {
        tell(decision);
        decision = next(nextDecision);
      }
      tell(entry);
    }
    while (price != null) {
      price = tell(price, next(nextPrice));
    }
    for (; decision != null; decision = next(nextDecision)) {
      tell(decision);
    }
    recorder.ends();
    return Report.of(about(), recorder, counts(), notes(), liquidations, false);
  }

  private static <T> @Nullable T next(Iterator<T> all) {
    return all.hasNext() ? all.next() : null;
  }

  /** Prices of one instant count together. */
  private RunViews.@Nullable PricePoint tell(
      RunViews.PricePoint it, RunViews.@Nullable PricePoint following) {
    recorder.price(it.symbol(), it.at().toEpochMilli(), it.open(), it.high(), it.low(), it.close());
    if (following == null || !following.at().equals(it.at())) {
      recorder.settled();
    }
    return following;
  }

  private void tell(RunViews.Decided it) {
    recorder.recorded(it.asOf().toEpochMilli(), it.series());
    if (it.acts()) {
      recorder.decided(it.id(), it.reason());
    }
  }

  private void tell(AccountEntry entry) {
    recorder.entry(entry);
    if (entry instanceof AccountEntry.Told(BrokerEvent.Liquidated it) && !it.at().isBefore(from)) {
      liquidations++;
    }
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    decisions.stream()
        .filter(it -> !it.asOf().isBefore(from))
        .forEach(it -> counts.merge(it.verdict(), 1L, Long::sum));
    return counts;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    Map<String, Long> counts = counts();
    for (String verdict : List.of("failed", "timed_out", "denied", "rejected", "unresolved")) {
      Long count = counts.get(verdict);
      if (count != null) {
        decisions.stream()
            .filter(it -> !it.asOf().isBefore(from) && it.verdict().equals(verdict))
            .findFirst()
            .ifPresent(it -> notes.add(count + " " + verdict + ", the first: " + it.reason()));
      }
    }
    if (liquidations > 0) {
      notes.add(
          "the account was liquidated " + (liquidations == 1 ? "once" : liquidations + " times"));
    }
    return notes;
  }

  private Report.About about() {
    List<String> symbols = prices.stream().map(RunViews.PricePoint::symbol).distinct().toList();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("deployment", deployment.id().toString());
    facts.put("vault", deployment.vault());
    facts.put("status", deployment.status().text());
    if (decider != null) {
      facts.put("jar digest", decider.jarDigest());
      facts.put("parameter digest", decider.parameterDigest());
      facts.put("plugin API", decider.apiVersion());
    }
    facts.put(
        "prices", "mark prices and candles the decisions read, and those of fills; as recorded");
    return new Report.About(
        deployment.broker() == BrokerKind.PAPER ? "paper" : "live",
        deployment.name(),
        symbols,
        "vault " + deployment.vault(),
        parameters,
        facts);
  }
}
