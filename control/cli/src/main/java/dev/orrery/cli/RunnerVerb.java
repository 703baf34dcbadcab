package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SecretLines;
import dev.orrery.runner.Host;
import dev.orrery.runner.HostSettings;
import dev.orrery.runner.boot.Ends;
import dev.orrery.runner.machine.MachineBoot;
import dev.orrery.runner.machine.MachineSettings;
import dev.orrery.runner.machine.MachineSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a machine runs. */
@Command(
    name = "runner",
    description = {
      "Hosts one deployment of a database until it is stopped, or told to end. The environment says",
      "which: DEPLOYMENT_ID, and DATABASE_URL (or SUPABASE_DB_URL, POSTGRES_URL, or SUPABASE_URL with",
      "SUPABASE_DB_PASSWORD or POSTGRES_PASSWORD). Everything else stands in the row and its version."
    },
    footer = {
      "",
      "Logs go to stderr and to logs/orrery.log in the data directory. SIGTERM drains: no tick begins,",
      "decisions under way are waited for, the lease is given back. Two runners of one deployment:",
      "one trades, the other ends with exit code 6 and says who has it; one that loses its right while",
      "it runs ends with 7.",
      "",
      "  DEPLOYMENT_ID=... DATABASE_URL=postgresql://localhost/orrery orrery runner"
    })
final class RunnerVerb implements Callable<Integer> {
  private static final Duration BEAT = Duration.ofMillis(250);

  private final Console console;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "The machine's own folder; without, ORRERY_DATA_DIR, or machines/DEPLOYMENT_ID.")
  private @Nullable Path dataDir;

  @Option(
      names = "--market",
      paramLabel = "SOURCE",
      description =
          "As of run; without, the bundled recording for paper, `hyperliquid` for the mainnet.")
  private @Nullable String market;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "How much faster than real time a recorded market runs (600).")
  private @Nullable String speed;

  RunnerVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Logs.machine(console);
    Ahead.begin();
    Map<String, String> environment = environment();
    MachineSettings settings =
        MachineSettings.of(
            environment, List.copyOf(ConfigOptions.RESERVED), dataDir, market, speed);
    Logs.unexpectedGoTo(settings.dataDir());
    try (Ending ending = new Ending(Thread.currentThread(), console)) {
      return run(settings, ending).code();
    }
  }

  /** The variables, with the secrets that whoever started this has put into its input. */
  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(console.environment());
    if (SecretLines.STANDARD_INPUT.equals(all.get(SecretLines.VARIABLE))) {
      try {
        SecretLines.read(System.in).forEach((name, secret) -> all.put(name, secret.reveal()));
      } catch (IOException e) {
        throw new ProblemException(
            Problem.configuration(
                SecretLines.VARIABLE,
                "cannot be read from standard input: " + IoFailure.cause(e),
                "hand them over as NAME=BASE64, one a line"),
            e);
      }
    }
    return all;
  }

  private ExitCode run(MachineSettings settings, Ending ending) {
    try {
      Optional<MachineSource> source =
          MachineBoot.open(settings, InstantSource.system(), IdSource.random());
      if (source.isEmpty()) {
        console.err().println("orrery: the deployment is stopped, there is nothing to host");
        return ExitCode.DONE;
      }
      try (MachineSource hosted = source.get()) {
        logTo(settings.dataDir());
        return host(hosted, ending);
      }
    } catch (RuntimeException e) {
      // Whatever a start trips over once it has been told to end, that is why.
      if (ending.asked() && !(e instanceof ProblemException)) {
        console.err().println("orrery: told to end before it was up");
        return ExitCode.DONE;
      }
      throw e;
    }
  }

  private ExitCode host(MachineSource source, Ending ending) {
    HostSettings settings = HostSettings.of(() -> source).environment(console.environment());
    try (Host host = Host.start(settings);
        HeapGuard guard = new HeapGuard(host)) {
      runOn(host, ending);
      Optional<Ends.End> told = host.told();
      if (told.isPresent() && told.get().manner() == Ends.Manner.KILLED) {
        console.err().println("orrery: " + told.get().text());
        Runtime.getRuntime().halt(ExitCode.FAILED.code());
      }
      ending.begun();
      host.close();
      source.close();
      ending.kept();
      source
          .lost()
          .ifPresent(why -> {
            throw new ProblemException(
                new Problem(
                    ExitCode.LEASE_LOST,
                    "deployment " + source.deployment().id(),
                    "another machine has the right to trade: " + why,
                    "nothing; that one goes on"));
          });
      Ended.inOrder(host);
      told.ifPresent(end -> console.err().println("orrery: " + end.text()));
      return ExitCode.DONE;
    }
  }

  /** Until the deployment is stopped or lost, its market has ended, or the process is told. */
  private static void runOn(Host host, Ending ending) {
    while (true) {
      try {
        if (host.await(BEAT)) {
          return;
        }
      } catch (InterruptedException e) {
        // The flag is down now: closing must not be cut short by it.
        if (ending.isMeant()) {
          return;
        }
      }
    }
  }

  private void logTo(Path folder) {
    try {
      Logs.opened(console, folder);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              "data directory " + folder,
              "cannot be written: " + IoFailure.cause(e),
              "name a folder this user may write with --data-dir"),
          e);
    }
  }
}
