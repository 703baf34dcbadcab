package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.config.ConfigLoader;
import dev.orrery.config.run.RunConfig;
import dev.orrery.control.ControlPlane;
import dev.orrery.control.PlaneTenure;
import dev.orrery.control.api.LocalToken;
import dev.orrery.control.deploy.MachineWish;
import dev.orrery.control.job.CronSecrets;
import dev.orrery.control.machine.MachineChoice;
import dev.orrery.control.skill.Skills;
import dev.orrery.control.skill.VerifyingChild;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.Users;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runtime.plugin.PluginSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The control plane. */
@Command(
    name = "control",
    description = {
      "Gives each deployment a machine of its own, commands it and watches it, until it is told to",
      "end. Without flags: an embedded PostgreSQL, processes of this host as machines, one user,",
      "and the bundled strategies published."
    },
    footer = {
      "",
      "SIGTERM or Ctrl-C ends it and touches no machine: they go on, with the embedded database",
      "they write to, and the next start in the same directory adopts them. To end them, too:",
      "orrery stop --all. Logs go to stderr and to logs/orrery.log in the data directory.",
      "",
      "  orrery control",
      "  orrery deploy sma-cross --broker paper"
    })
final class ControlVerb implements Callable<Integer> {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration VERIFY = Duration.ofSeconds(60);
  private static final String VERIFY_HEAP = "-Xmx256m";

  private final Console console;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of everything kept (data).")
  private @Nullable String dataDir;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the API (7070); 0 takes a free one.")
  private @Nullable String port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = {
        "Address to listen on (127.0.0.1), also "
            + BindAddress.VARIABLE
            + ". Any other is for a network of",
        "your own with TLS in front: tokens go over it."
      })
  private @Nullable String bind;

  @Option(
      names = "--store",
      paramLabel = "embedded|URL",
      description = "PostgreSQL in the data directory, or jdbc:postgresql://HOST/DATABASE.")
  private @Nullable String store;

  @Option(
      names = "--market",
      paramLabel = "SOURCE",
      description =
          "Where machines on paper get prices from, as for run; without, the bundled recording.")
  private @Nullable String market;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "How much faster than real time they play a recorded market (600).")
  private @Nullable String speed;

  @Option(
      names = "--machines",
      paramLabel = "NAME",
      description = {
        "Where machines come from: child (processes of this host), fly or kubernetes; also",
        MachineChoice.VARIABLE + ". What each needs is in the environment, see docs/operations.md."
      })
  private @Nullable String machines;

  @Option(
      names = "--standby",
      description = {
        "While another control plane works on the database, wait until it has ended or was silent",
        "for 30 s, instead of being refused."
      })
  private boolean standby;

  @Option(names = "--json", description = "Print one object once it is up.")
  private boolean json;

  ControlVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    long begun = System.nanoTime();
    Logs.daemon(console);
    BindAddress.of(bind, console.environment()); // refused before anything is kept
    RunConfig settings = settings();
    Logs.unexpectedGoTo(settings.dataDir());
    try (Ending ending = new Ending(Thread.currentThread(), console)) {
      run(settings, begun, ending);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              ExitCode.FAILED,
              "data directory " + settings.dataDir(),
              "cannot be used: " + IoFailure.cause(e),
              "name a folder this user may write with --data-dir"),
          e);
    }
    return ExitCode.DONE.code();
  }

  /** What it shares with run stands where run has it. */
  private RunConfig settings() {
    return ConfigLoader.of(RunConfig.class)
        .environment(console.environment())
        .reserved(ConfigOptions.RESERVED)
        .flag("dataDir", "--data-dir", dataDir)
        .flag("port", "--port", port)
        .flag("store.url", "--store", store)
        .flag("market.source", "--market", market)
        .flag("market.speed", "--speed", speed)
        .read()
        .require()
        .value();
  }

  private void run(RunConfig settings, long begun, Ending ending) throws IOException {
    MachineChoice choice = MachineChoice.of(machines, console.environment());
    PlaneMachines.require(choice, settings);
    OwnProgram own = OwnProgram.ofProcess();
    String build = PlaneMachines.build(console.home());
    Path library = console.home().orElse(Path.of("")).resolve("lib");
    boolean up = false;
    try (DataDirectory directory = DataDirectory.take(settings.dataDir(), InstantSource.system());
        PlaneStore database = PlaneStore.open(settings);
        PlaneTenure tenure = tenure(settings, database, ending);
        PlaneMachines made = PlaneMachines.open(choice, settings, database, own, build, library);
        ControlPlane plane = ControlPlane.start(setting(settings, database, made, own))) {
      Logs.opened(console, settings.dataDir());
      List<Skills.Published> published =
          plane.publish(Users.LOCAL, bundled(ConfigOptions.bundledPlugins(console)));
      plane.releases().publish(made.release(), made.version(), "", "control", true);
      LocalToken token =
          LocalToken.keep(PlaneFiles.tokenFile(settings.dataDir()), plane.tokens(), Users.LOCAL);
      directory.listensOn(plane.port(), DataDirectory.Serves.CONTROL);
      int there = choice.here() ? plane.machines() : 0;
      up(
          new Up(plane.port(), database.words(), made.words(), there, token, published),
          Duration.ofNanos(System.nanoTime() - begun));
      up = true;
      await(database, tenure, ending);
      ending.begun();
      plane.close();
      tenure.close();
      end(choice.here() ? plane.machines() : 0, choice, database, ending);
    } catch (InterruptedException e) {
      console.err().println("orrery: told to end while it waited for another control plane");
    } catch (RuntimeException e) {
      if (up || !ending.asked()) {
        throw e;
      }
      console.err().println("orrery: told to end before it was up");
    }
  }

  /** Nobody else works on the database from here on. */
  private PlaneTenure tenure(RunConfig settings, PlaneStore store, Ending ending)
      throws IOException, InterruptedException {
    String place = place(settings);
    Path folder = settings.dataDir().toAbsolutePath();
    String words = "on " + hostName() + " in " + folder + ", pid " + ProcessHandle.current().pid();
    if (!standby) {
      return PlaneTenure.take(store.database(), place, words);
    }
    while (true) {
      try {
        return PlaneTenure.await(store.database(), place, words, this::waits);
      } catch (InterruptedException e) {
        if (ending.isMeant()) {
          throw e;
        }
      }
    }
  }

  private void waits(String holder) {
    say(json ? JsonText.line(Map.of("waits_for", holder)) : "waits for the end of " + holder);
  }

  private static String place(RunConfig settings) throws IOException {
    return "control-" + PlaneFiles.id(settings.dataDir());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  /** Machines go on, and with them the database that they write to. */
  private void end(int machines, MachineChoice choice, PlaneStore database, Ending ending) {
    if (machines > 0) {
      database.leaveRunning();
    } else {
      database.close();
    }
    ending.kept();
    ended(machines, choice);
  }

  private ControlPlane.Setting setting(
      RunConfig settings, PlaneStore database, PlaneMachines made, OwnProgram own)
      throws IOException {
    Map<String, String> paper = paper();
    MachineWish wish =
        new MachineWish(made.name(), made.release(), made.choice().region(), paper, made.secrets());
    return new ControlPlane.Setting(
        database.database(),
        made.provider(),
        new VerifyingChild(
            own.with(List.of(VERIFY_HEAP, "-Djava.io.tmpdir=."), "plugins", "verify", "--json"),
            VERIFY),
        () -> wish,
        () -> DeployGates.of(console.environment()),
        CronSecrets.of(console.environment()),
        IdSource.random(),
        place(settings),
        BindAddress.of(bind, console.environment()),
        settings.port());
  }

  /** What was said of the market is said to machines; without, each has its own default. */
  private Map<String, String> paper() {
    Map<String, String> told = new LinkedHashMap<>();
    console
        .environment()
        .forEach((name, value) -> {
          if (name.startsWith("ORRERY_MARKET_")) {
            told.put(name, value);
          }
        });
    if (market != null) {
      told.put("ORRERY_MARKET_SOURCE", market);
    }
    if (speed != null) {
      told.put("ORRERY_MARKET_SPEED", speed);
    }
    return told;
  }

  private static List<Path> bundled(Path plugins) {
    return Files.isDirectory(plugins) ? PluginSources.in(plugins) : List.of();
  }

  private static void await(PlaneStore database, PlaneTenure tenure, Ending ending) {
    while (true) {
      try {
        TimeUnit.NANOSECONDS.sleep(BEAT.toNanos());
      } catch (InterruptedException e) {
        if (ending.isMeant()) {
          return;
        }
      }
      database.revive();
      tenure.require();
    }
  }

  /** What there is to say of one that is up. */
  private record Up(
      int port,
      String database,
      String machines,
      int adopted,
      LocalToken token,
      List<Skills.Published> published) {}

  private void up(Up it, Duration took) {
    String url = BindAddress.url(BindAddress.of(bind, console.environment()), it.port());
    Secret fresh = it.token().fresh();
    if (json) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("url", url);
      object.put("token_file", it.token().file().toString());
      object.put("token", fresh == null ? null : fresh.reveal());
      object.put("machines", it.adopted());
      object.put(
          "published",
          it.published().stream()
              .map(each -> Map.of("skill", each.name(), "version", each.version()))
              .toList());
      console.out().println(JsonText.line(object));
      return;
    }
    say("control plane  %s, up in %.1f s".formatted(url, took.toMillis() / 1000.0));
    say("database       " + it.database());
    say(
        "machines       "
            + it.machines()
            + (it.adopted() == 0 ? "" : ", " + it.adopted() + " adopted"));
    if (!it.published().isEmpty()) {
      say(
          "published      "
              + it.published().stream()
                  .map(each -> each.name() + " " + each.version())
                  .collect(Collectors.joining(", ")));
    }
    say(
        "token          "
            + (fresh == null
                ? "in " + it.token().file()
                : fresh.reveal() + ", kept in " + it.token().file() + ", not shown again"));
  }

  private void ended(int left, MachineChoice choice) {
    if (json) {
      return;
    }
    if (!choice.here()) {
      say("control plane has ended; machines go on");
      return;
    }
    say(
        left == 0
            ? "control plane has ended"
            : "control plane has ended; "
                + left
                + (left == 1 ? " machine goes" : " machines go")
                + " on, and their database; the next start adopts them");
  }

  private void say(String line) {
    console.out().println(line);
  }
}
