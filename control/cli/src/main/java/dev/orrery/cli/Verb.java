package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every verb, with what the help says of it; its class is loaded by {@link #create} only. */
enum Verb {
  RUN("run", VerbGroup.RUN, "host strategies until told to end", RunVerb::new),
  RUNNER(
      "runner",
      VerbGroup.RUN,
      "host one deployment of a database: what a machine runs",
      RunnerVerb::new),
  CONTROL(
      "control",
      VerbGroup.PLANE,
      "a machine for each deployment, kept and commanded",
      ControlVerb::new),
  PUBLISH("publish", VerbGroup.PLANE, "a jar as a version of a skill", PublishVerb::new),
  SKILLS("skills", VerbGroup.PLANE, "what can be deployed", SkillsVerb::new),
  DEPLOY("deploy", VerbGroup.PLANE, "a machine for a skill", DeployVerb::new),
  DEPLOYMENTS(
      "deployments", VerbGroup.PLANE, "what is deployed, and how it stands", DeploymentsVerb::new),
  PS("ps", VerbGroup.PLANE, "the same", DeploymentsVerb.Line::new),
  RELEASES("releases", VerbGroup.PLANE, "what machines can run", ReleasesVerb::new),
  UPGRADE("upgrade", VerbGroup.PLANE, "machines get another release", UpgradeVerb::new),
  KILL("kill", VerbGroup.PLANE, "end a machine that does not obey stop", SwitchVerb.Kill::new),
  EXCHANGE(
      "exchange",
      VerbGroup.REHEARSE,
      "a local exchange that speaks Hyperliquid's protocol",
      ExchangeVerb::new),
  NEW("new", VerbGroup.AUTHOR, "a project for a strategy of your own", NewVerb::new),
  BACKTEST(
      "backtest",
      VerbGroup.AUTHOR,
      "a strategy over recorded data, and what it earned",
      BacktestVerb::new),
  OPTIMIZE(
      "optimize",
      VerbGroup.AUTHOR,
      "many backtests, to find parameters and luck",
      OptimizeVerb::new),
  CHECK(
      "check", VerbGroup.AUTHOR, "whether a strategy decides by its context alone", CheckVerb::new),
  DATA("data", VerbGroup.AUTHOR, "recorded data: import, check, fetch, generate", DataVerb::new),
  TRIGGER("trigger", VerbGroup.COMMAND, "fire a strategy by hand, or preview it", TriggerVerb::new),
  PAUSE("pause", VerbGroup.COMMAND, "no new decisions until resumed", SwitchVerb.Pause::new),
  RESUME("resume", VerbGroup.COMMAND, "go on after a pause or a stop", SwitchVerb.Resume::new),
  FLATTEN("flatten", VerbGroup.COMMAND, "cancel orders, close positions", SwitchVerb.Flatten::new),
  STOP("stop", VerbGroup.COMMAND, "end a strategy until it is resumed", SwitchVerb.Stop::new),
  SNAPSHOT("snapshot", VerbGroup.COMMAND, "write down the account now", SwitchVerb.Snapshot::new),
  CLEAR_HALT(
      "clear-halt", VerbGroup.COMMAND, "allow opens again after a halt", SwitchVerb.ClearHalt::new),
  PANIC("panic", VerbGroup.COMMAND, "refuse every open, everywhere", PanicVerb::new),
  STRATEGIES(
      "strategies", VerbGroup.READ, "what is hosted, and how it stands", StrategiesVerb::new),
  DECISIONS("decisions", VerbGroup.READ, "recent decisions", DecisionsVerb::new),
  DECISION("decision", VerbGroup.READ, "one decision, from firing to fill", DecisionVerb::new),
  REPLAY("replay", VerbGroup.READ, "decisions run again, and what differs", ReplayVerb::new),
  PIN("pin", VerbGroup.AUTHOR, "a recorded decision, kept as a test", PinVerb::new),
  DRIFT("drift", VerbGroup.READ, "a run against its backtest, and why", DriftVerb::new),
  REPORT("report", VerbGroup.READ, "what a strategy earned, as a page", ReportVerb::new),
  LOGS("logs", VerbGroup.READ, "what a strategy and its runner said", LogsVerb::new),
  EMIT("emit", VerbGroup.COMMAND, "publish a durable event", EmitVerb::new),
  PLUGINS("plugins", VerbGroup.INSPECT, "what is in plugin jars", PluginsVerb::new),
  CONFIG(
      "config",
      VerbGroup.INSPECT,
      "the configuration, and where values come from",
      ConfigVerb::new),
  DOCTOR(
      "doctor", VerbGroup.INSPECT, "whether it is safe to trade, and if not why", DoctorVerb::new),
  IMAGE("image", VerbGroup.INSPECT, "the image that machines of a cloud run", ImageVerb::new),
  DB("db", VerbGroup.INSPECT, "the database behind it", DbVerb::of);

  private final String word;
  private final VerbGroup group;
  private final String summary;

  @SuppressWarnings("ImmutableEnumChecker") // references to constructors capture nothing
  private final Function<Console, Object> creation;

  Verb(String word, VerbGroup group, String summary, Function<Console, Object> creation) {
    this.word = word;
    this.group = group;
    this.summary = summary;
    this.creation = creation;
  }

  static Optional<Verb> find(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Verb::word).toList();
  }

  String word() {
    return word;
  }

  VerbGroup group() {
    return group;
  }

  String summary() {
    return summary;
  }

  /** The object picocli fills and calls. */
  Object create(Console console) {
    return creation.apply(console);
  }
}
