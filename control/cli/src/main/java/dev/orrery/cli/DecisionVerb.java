package dev.orrery.cli;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.store.DecisionViews;
import dev.orrery.store.DecisionViews.Chain;
import dev.orrery.store.DecisionViews.View;
import dev.orrery.store.SentOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** One decision. */
@Command(
    name = "decision",
    description = {
      "One decision with its whole chain: what woke it, what it read, what it wanted, how that was",
      "judged, what was sent, and what was filled."
    })
final class DecisionVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "ID",
      description = "Its id, or the beginning of it, as decisions prints it.")
  private String id = "";

  @Option(names = "--json", description = "Print one object, with every read.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  DecisionVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Chain> found;
    try (Database database = store.open(console)) {
      found = id.matches("[0-9a-f]{4,32}") ? new DecisionViews(database).find(id) : List.of();
    }
    if (found.size() != 1) {
      throw new ProblemException(
          Problem.refused(
              "decision " + id,
              found.isEmpty() ? "is not in the journal" : "is the beginning of several ids",
              found.isEmpty() ? "orrery decisions lists them" : "give more of it"));
    }
    if (json) {
      console.out().println(JsonText.indented(object(found.getFirst())));
    } else {
      print(found.getFirst());
    }
    return ExitCode.DONE.code();
  }

  private void print(Chain chain) {
    Ink ink = console.ink();
    View view = chain.decision();
    String verdict = DecisionsVerb.coloured(ink, view.verdict());
    console.out().println(ink.bold(view.strategy()) + "  " + verdict + "  " + ink.dim(view.id()));
    part("woken", view.trigger() + " due " + view.scheduledAt());
    if (view.origin() != null) {
      part("", "by " + view.origin());
    }
    if (view.payload() != null) {
      part("", "with " + view.payload());
    }
    String overran = view.overran() ? ", the market went on without it" : "";
    part(
        "decided",
        "at " + view.asOf() + ", in " + Amounts.count(view.latencyMicros()) + " us" + overran);
    part("", "the wall's clock was " + view.tickAt());
    part(
        "by",
        "jar "
            + brief(chain.jarDigest())
            + ", parameters "
            + brief(chain.parameterDigest())
            + ", api "
            + chain.apiVersion());
    lines("why", view.reasons());
    JsonNode reads = JsonText.read(chain.reads());
    if (!reads.isEmpty()) {
      String things = reads.size() == 1 ? "1 thing" : reads.size() + " things";
      part("read", things + " (--json shows it all)");
    }
    String recorded = recorded(JsonText.read(chain.series()));
    if (!recorded.isEmpty()) {
      part("recorded", recorded);
    }
    lines(
        "wanted",
        JsonText.read(chain.proposed())
            .path("actions")
            .valueStream()
            .map(ActionWords::of)
            .toList());
    JsonNode result = JsonText.read(chain.result());
    lines("judged", texts(result.path("clearances")));
    chain.orders().forEach(this::order);
    lines("outcome", texts(result.path("outcomes")));
    if (view.error() != null) {
      lines("error", view.error().lines().toList());
    }
  }

  private void order(SentOrder order) {
    String only = order.reduceOnly() ? " reduce-only" : "";
    String terms = text(JsonText.read(order.terms().startsWith("{") ? order.terms() : "null"));
    part(
        "sent",
        order.side()
            + " "
            + Amounts.exact(order.size())
            + " "
            + order.symbol()
            + only
            + " "
            + (terms.isEmpty() ? order.terms() : terms));
    part("", console.ink().dim(order.cloid()));
    order.steps().forEach(step -> part("", step.kind() + " " + step.detail()));
    order
        .fills()
        .forEach(fill ->
            part(
                "filled",
                console
                        .ink()
                        .cyan(Amounts.exact(fill.size()) + " at " + Amounts.exact(fill.price()))
                    + (fill.maker() ? " as maker" : " as taker")
                    + ", fee "
                    + Amounts.exact(fill.feeUsd())
                    + ", "
                    + fill.asOf()));
  }

  private void lines(String name, List<String> lines) {
    String title = name;
    for (String line : lines) {
      part(title, line);
      title = "";
    }
  }

  private void part(String name, String text) {
    console.out().println("  " + console.ink().dim("%-9s".formatted(name)) + text);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(DecisionVerb::text).toList();
  }

  /** The kind of an object, then {@code name=value} for each other field; a text as it is. */
  private static String text(JsonNode node) {
    if (!node.isObject()) {
      return node.isNull() ? "" : node.asString(node.toString());
    }
    String kind = node.path("action").asString(node.path("kind").asString(""));
    return Stream.concat(
            Stream.of(kind).filter(text -> !text.isEmpty()),
            node.properties().stream()
                .filter(field -> !field.getKey().equals("action") && !field.getKey().equals("kind"))
                .map(field -> field.getKey() + "=" + value(field.getValue())))
        .collect(Collectors.joining(" "));
  }

  /** What the strategy kept for charts. */
  private static String recorded(JsonNode series) {
    return series.properties().stream()
        .map(point -> point.getKey() + "=" + value(point.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String value(JsonNode node) {
    return node.isObject() ? "{" + text(node) + "}" : node.asString(node.toString());
  }

  private static String brief(String digest) {
    return digest.length() > 10 ? digest.substring(0, 10) : digest.isEmpty() ? "none" : digest;
  }

  private static Map<String, @Nullable Object> object(Chain chain) {
    Map<String, @Nullable Object> object = DecisionsVerb.object(chain.decision());
    object.put("jar_digest", chain.jarDigest());
    object.put("parameter_digest", chain.parameterDigest());
    object.put("api_version", chain.apiVersion());
    object.put("proposed", JsonText.read(chain.proposed()));
    object.put("result", JsonText.read(chain.result()));
    object.put("orders", chain.orders().stream().map(DecisionVerb::object).toList());
    object.put("series", JsonText.read(chain.series()));
    object.put("reads", JsonText.read(chain.reads()));
    return object;
  }

  private static Map<String, Object> object(SentOrder order) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("cloid", order.cloid());
    object.put("symbol", order.symbol());
    object.put("side", order.side());
    object.put("size", JsonText.number(order.size()));
    object.put("terms", order.terms());
    object.put("reduce_only", order.reduceOnly());
    object.put("label", order.label());
    object.put(
        "events",
        order.steps().stream()
            .map(step ->
                Map.of(
                    "kind", step.kind(), "detail", step.detail(), "as_of", step.asOf().toString()))
            .toList());
    object.put(
        "fills",
        order.fills().stream()
            .map(fill ->
                Map.of(
                    "id", fill.id(),
                    "price", JsonText.number(fill.price()),
                    "size", JsonText.number(fill.size()),
                    "fee_usd", JsonText.number(fill.feeUsd()),
                    "maker", fill.maker(),
                    "as_of", fill.asOf().toString()))
            .toList());
    return object;
  }
}
