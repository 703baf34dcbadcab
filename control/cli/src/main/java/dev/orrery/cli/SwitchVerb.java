package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.HostKind;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Commands to strategies. A daemon that is up is asked itself, and obeys at once, what makes a
 * strategy safer also without its database; a control plane passes them on. Otherwise they are
 * rows: what makes a strategy safer (pause, flatten, stop) waits for its next start however long
 * that takes, and resume for a while; snapshot and clear-halt ask something of a running strategy,
 * and are refused.
 */
abstract class SwitchVerb implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

  private final Console console;
  private final CommandKind kind;
  private final boolean keeps;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Strategies, by name; deployments also by the beginning of their id.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "Every strategy that is not stopped.")
  private boolean all;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the switch.")
  private @Nullable String reason;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private @Nullable CommandSpec spec;

  SwitchVerb(Console console, CommandKind kind, boolean keeps) {
    this.console = console;
    this.kind = kind;
    this.keeps = keeps;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (names.isEmpty() != all && spec != null) {
      throw new ParameterException(
          spec.commandLine(), all ? "name strategies or --all, not both" : "missing NAME or --all");
    }
    reason = Reason.kept(reason, console);
    Optional<DaemonClient> daemon = store.daemon(console);
    List<Problem> refused = new ArrayList<>();
    if (daemon.isPresent()) {
      Switches switches =
          daemon.get().isPlane()
              ? new PlaneSwitches(new Plane(daemon.get()), kind, reason, PATIENCE)
              : new DaemonSwitches(daemon.get(), kind, reason, PATIENCE);
      List<String> targets = all ? switches.all() : names.stream().distinct().toList();
      return report(switches.send(targets, refused), refused, true);
    }
    boolean daemonUp = !store.daemonDown(console);
    try (Database database = store.open(console)) {
      Commands commands = new Commands(database);
      List<Command> sent = new ArrayList<>();
      List<Deployment> targets = targets(new Deployments(database));
      // A machine hears of it whether its control plane is there or not.
      boolean up =
          daemonUp
              || (!targets.isEmpty()
                  && targets.stream().allMatch(each -> each.host() == HostKind.MACHINE));
      if (!up && !keeps) {
        throw new ProblemException(
            Problem.unreachable(
                "daemon of " + store.settings(console).dataDir(),
                "is not running",
                "start it with orrery run"));
      }
      for (Deployment each : targets) {
        try {
          sent.add(send(commands, each));
        } catch (ProblemException e) {
          refused.addAll(e.problems());
        }
      }
      List<Command> ended =
          up ? sent.stream().map(command -> await(commands, command)).toList() : sent;
      return report(ended.stream().map(SwitchVerb::told).toList(), refused, up);
    }
  }

  private List<Deployment> targets(Deployments deployments) {
    return all
        ? deployments.all().stream()
            .filter(each -> each.status() != DeploymentStatus.STOPPED)
            .toList()
        : names.stream().distinct().map(deployments::named).toList();
  }

  private Command send(Commands commands, Deployment deployment) {
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    if (reason != null) {
      payload.put("reason", reason);
    }
    payload.put("strategy", deployment.name());
    return commands.send(Deployments.user(), deployment.id(), kind, payload, Deployments.actor());
  }

  private static Command await(Commands commands, Command sent) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Command last = sent;
    while (last.ackedAt() == null && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      last = commands.find(Deployments.user(), sent.id()).orElse(sent);
    }
    return last;
  }

  /** With --all, a strategy that refuses because it is so already holds up nobody. */
  private int report(List<Told> commands, List<Problem> refused, boolean up) {
    if (json) {
      console.out().println(JsonText.indented(commands.stream().map(Told::object).toList()));
    }
    List<Problem> problems = new ArrayList<>(all ? List.of() : refused);
    if (all && !json) {
      refused.forEach(problem -> console.out().println(problem.line()));
    }
    for (Told command : commands) {
      String name = command.strategy();
      if (command.error() != null) {
        problems.add(Told.problem(name, command.error()));
      } else if (!json) {
        console.out().println(name + ": " + outcome(command, up));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    return ExitCode.DONE.code();
  }

  private String outcome(Told command, boolean up) {
    if (command.acked()) {
      return kind.verb()
          + " done"
          + (command.facts() == null ? "" : ": " + Told.words(command.facts()));
    }
    String until = command.expiresAt() == null ? "" : " before " + command.expiresAt();
    return up
        ? kind.verb() + " is sent; it has not been answered within " + PATIENCE.toSeconds() + " s"
        : kind.verb() + " is kept, and obeyed when the daemon starts" + until;
  }

  private static Told told(Command command) {
    Map<String, @Nullable Object> result = command.result();
    return new Told(
        String.valueOf(command.payload().get("strategy")),
        object(command),
        command.error(),
        command.ackedAt() != null,
        result == null || result.isEmpty() ? null : result,
        command.expiresAt());
  }

  private static Map<String, @Nullable Object> object(Command command) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", command.id().toString());
    object.put("strategy", command.payload().get("strategy"));
    object.put("kind", command.kind().text());
    object.put("created_at", command.createdAt().toString());
    object.put("acked_at", command.ackedAt() == null ? null : command.ackedAt().toString());
    object.put("result", command.result());
    object.put("error", command.error());
    return object;
  }

  @picocli.CommandLine.Command(
      name = "pause",
      description = {
        "No new decisions of a strategy until it is resumed; orders and positions stay.",
        "Kept over restarts. While the daemon is down it is kept, and obeyed at its next start",
        "before anything is decided, whenever that is."
      })
  static final class Pause extends SwitchVerb {
    Pause(Console console) {
      super(console, CommandKind.PAUSE, true);
    }
  }

  @picocli.CommandLine.Command(
      name = "resume",
      description = {
        "Lets a paused or stopped strategy decide again. While the daemon is down it is obeyed if",
        "it starts within ten minutes."
      })
  static final class Resume extends SwitchVerb {
    Resume(Console console) {
      super(console, CommandKind.RESUME, true);
    }
  }

  @picocli.CommandLine.Command(
      name = "flatten",
      description = {
        "Cancels every order and closes every position of a strategy, then pauses it.",
        "Goes on, also over restarts, until the broker confirms that all is closed. While the",
        "daemon is down it is kept, and obeyed at its next start, whenever that is."
      })
  static final class Flatten extends SwitchVerb {
    Flatten(Console console) {
      super(console, CommandKind.FLATTEN, true);
    }
  }

  @picocli.CommandLine.Command(
      name = "stop",
      description = {
        "Ends a strategy: decisions under way finish, no other begins, also after a restart, until",
        "resume takes it up again. Orders and positions stay: flatten first."
      })
  static final class Stop extends SwitchVerb {
    Stop(Console console) {
      super(console, CommandKind.STOP, true);
    }
  }

  @picocli.CommandLine.Command(
      name = "kill",
      description = {
        "Ends a deployment's machine at once, without waiting for decisions under way; what it was",
        "about to send may or may not have been. Orders and positions stay. For what does not obey",
        "stop. Strategies of orrery run have no machine: stop them."
      })
  static final class Kill extends SwitchVerb {
    Kill(Console console) {
      super(console, CommandKind.KILL, true);
    }
  }

  @picocli.CommandLine.Command(
      name = "snapshot",
      description = "Writes down a strategy's account now, and prints its equity.")
  static final class Snapshot extends SwitchVerb {
    Snapshot(Console console) {
      super(console, CommandKind.SNAPSHOT, false);
    }
  }

  @picocli.CommandLine.Command(
      name = "clear-halt",
      description = {
        "Lets a halted strategy open positions again. A halt is a guard's, by the daily loss or a",
        "liquidation: decisions go on under it, opens are denied. What is paused needs resume."
      })
  static final class ClearHalt extends SwitchVerb {
    ClearHalt(Console console) {
      super(console, CommandKind.CLEAR_HALT, false);
    }
  }
}
