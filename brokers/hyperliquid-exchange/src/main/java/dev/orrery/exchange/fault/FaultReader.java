package dev.orrery.exchange.fault;

import dev.orrery.hyperliquid.Address;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads faults from what a file or a request says, and writes them as they are read. */
public final class FaultReader {
  private static final Set<String> ALWAYS =
      Set.of(
          "fault",
          "user",
          "action",
          "question",
          "channel",
          "coin",
          "probability",
          "skip",
          "count",
          "at",
          "every");

  private FaultReader() {}

  /**
   * Reads one or several: a fault, a list of them, or an object with a list called {@code faults}.
   *
   * @param source what to call it in problems
   * @throws ProblemException CONFIGURATION with all that is wrong
   */
  public static List<Fault> read(JsonNode json, String source) {
    boolean wrapped = json.isObject() && json.has("faults");
    JsonNode list = wrapped ? json.path("faults") : json;
    List<Problem> problems = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    if (wrapped && json.size() > 1) {
      problems.add(
          Problem.configuration(source, "has more than faults", "write nothing but faults:"));
    }
    if (list.isArray()) {
      int number = 0;
      for (JsonNode each : list) {
        number++;
        one(each, source + ", fault " + number, problems, faults);
      }
    } else {
      one(list, source, problems, faults);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    return List.copyOf(faults);
  }

  private static void one(
      JsonNode json, String subject, List<Problem> problems, List<Fault> faults) {
    if (!json.isObject()) {
      problems.add(
          Problem.configuration(subject, "is no fault", "write fault: " + Words.ALL.getFirst()));
      return;
    }
    FaultFields in = new FaultFields(json, subject, problems);
    int before = problems.size();
    Trouble trouble = trouble(in);
    Match match =
        new Match(
            in.address("user"),
            in.text("action"),
            in.text("question"),
            in.text("channel"),
            in.text("coin"));
    double probability = in.fraction("probability", 1);
    int skip = in.whole("skip", 0, 0, Integer.MAX_VALUE);
    int count = in.whole("count", 0, 0, Integer.MAX_VALUE);
    Duration at = in.duration("at", Duration.ZERO);
    Duration every = json.has("every") ? in.duration("every", Duration.ofSeconds(1)) : null;
    in.refuseOthers(ALWAYS);
    if (trouble == null || problems.size() > before) {
      return;
    }
    String misfit = misfit(trouble, match);
    if (misfit != null) {
      problems.add(Problem.configuration(subject, misfit, ""));
      return;
    }
    try {
      faults.add(new Fault(trouble, match, probability, skip, count, at, every));
    } catch (IllegalArgumentException e) {
      problems.add(Problem.configuration(subject, String.valueOf(e.getMessage()), ""));
    }
  }

  private static @Nullable Trouble trouble(FaultFields in) {
    String word = in.text("fault");
    return switch (word == null ? "" : word) {
      case "lostReply" -> new Trouble.LostReply();
      case "delay" ->
          new Trouble.Delay(
              in.duration("by", null), in.choice("of", "reply", "request").equals("request"));
      case "status" -> new Trouble.Status(in.whole("code", null, 400, 599), in.flag("tookEffect"));
      case "rejectOrders" ->
          new Trouble.RejectOrders(
              in.whole("pass", 0, 0, Integer.MAX_VALUE),
              in.whole("refuse", 1, 1, Integer.MAX_VALUE),
              in.text("text", "Insufficient margin to place order."));
      case "duplicate" -> new Trouble.Duplicate();
      case "reorder" -> new Trouble.Reorder();
      case "missing" -> new Trouble.Missing();
      case "drop" -> new Trouble.Drop();
      case "silence" -> new Trouble.Silence(in.duration("lasting", null));
      case "staleMids" -> new Trouble.StaleMids(in.duration("lasting", null));
      case "skew" -> new Trouble.Skew(in.signedDuration("by"));
      case "restart" -> new Trouble.Restart(in.duration("down", Duration.ofSeconds(1)));
      case "revokeAgent" -> {
        Address agent = in.requiredAddress("agent");
        yield agent == null ? null : new Trouble.RevokeAgent(agent);
      }
      case "liquidate" -> new Trouble.Liquidate();
      case "fund" -> new Trouble.Fund();
      case "holdOracle" -> new Trouble.HoldOracle(in.price("px"));
      default -> {
        in.problem("fault", "'" + word + "' is none", "one of " + String.join(", ", Words.ALL));
        yield null;
      }
    };
  }

  /** What a fault of its kind cannot be asked for. */
  private static @Nullable String misfit(Trouble trouble, Match match) {
    return switch (trouble) {
      case Trouble.OfRequest _ when match.channel() != null ->
          trouble.word() + " is about requests, which have no channel";
      case Trouble.RejectOrders _ when match.question() != null ->
          "rejectOrders is about actions, not questions";
      case Trouble.OfMessage _ when match.channel() == null ->
          trouble.word() + " is about messages: name their channel, as userFills";
      case Trouble.OfMessage _ when match.namesRequest() ->
          trouble.word() + " is about messages, which are no action and no question";
      case Trouble.Event _ when match.channel() != null ->
          trouble.word() + " is about no channel; name a user, a coin, or neither";
      case Trouble.StaleMids _ when match.coin() == null -> "staleMids needs a coin";
      case Trouble.HoldOracle _ when match.coin() == null -> "holdOracle needs a coin";
      case Trouble.Liquidate _ when match.user() == null -> "liquidate needs a user";
      case Trouble.RevokeAgent _ when match.user() == null -> "revokeAgent needs a user";
      default -> null;
    };
  }

  /** As it is read. */
  public static Map<String, Object> write(Fault fault) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("fault", fault.trouble().word());
    switch (fault.trouble()) {
      case Trouble.Delay(var by, var before) -> {
        out.put("by", FaultFields.text(by));
        out.put("of", before ? "request" : "reply");
      }
      case Trouble.Status(var code, var took) -> {
        out.put("code", code);
        out.put("tookEffect", took);
      }
      case Trouble.RejectOrders(var pass, var refuse, var text) -> {
        out.put("pass", pass);
        out.put("refuse", refuse);
        out.put("text", text);
      }
      case Trouble.Silence(var lasting) -> out.put("lasting", FaultFields.text(lasting));
      case Trouble.StaleMids(var lasting) -> out.put("lasting", FaultFields.text(lasting));
      case Trouble.Skew(var by) -> out.put("by", FaultFields.text(by));
      case Trouble.Restart(var down) -> out.put("down", FaultFields.text(down));
      case Trouble.RevokeAgent(var agent) -> out.put("agent", agent.hex());
      case Trouble.HoldOracle(var px) -> {
        if (px != null) {
          out.put("px", px);
        }
      }
      default -> {} // these have nothing to tell
    }
    Match match = fault.match();
    put(out, "user", match.user() == null ? null : match.user().hex());
    put(out, "action", match.action());
    put(out, "question", match.question());
    put(out, "channel", match.channel());
    put(out, "coin", match.coin());
    if (fault.probability() < 1) {
      out.put("probability", fault.probability());
    }
    put(out, "skip", fault.skip() == 0 ? null : fault.skip());
    put(out, "count", fault.count() == 0 ? null : fault.count());
    put(out, "at", fault.at().isZero() ? null : FaultFields.text(fault.at()));
    put(out, "every", fault.every() == null ? null : FaultFields.text(fault.every()));
    return out;
  }

  private static void put(Map<String, Object> out, String key, @Nullable Object value) {
    if (value != null) {
      out.put(key, value);
    }
  }

  static Set<String> sorted(Set<String> keys) {
    return new TreeSet<>(keys);
  }
}
