package dev.orrery.runner;

import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.kernel.IdSource;
import dev.orrery.runner.boot.DeploymentSource;
import dev.orrery.runner.boot.HeadStart;
import dev.orrery.runtime.RuntimeListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a host is started with. Immutable; begin with {@link #of}.
 *
 * @param source what is to be hosted: a new one for each start, because it knows how that goes
 * @param durable false gives up safety against power loss for speed: for tests only
 * @param listeners hear of decisions, fills and events, each on a thread of its own
 * @param clock the wall
 * @param ids where ids come from
 * @param money the switch that real money hangs on
 * @param headStart the embedded server, on its way already; whoever began it closes it
 */
public record HostSettings(
    Supplier<? extends DeploymentSource> source,
    boolean durable,
    List<RuntimeListener> listeners,
    InstantSource clock,
    IdSource ids,
    LiveSwitch money,
    Optional<HeadStart> headStart) {
  /** Copies. */
  public HostSettings {
    listeners = List.copyOf(listeners);
  }

  /**
   * What a configuration has, as usual: on the world's clock, with random ids, nobody listening.
   *
   * @param draft as read, whatever is wrong with it: the host adds what it finds itself and tells
   *     everything at once
   * @param plugins folder of jars where the configuration names none
   */
  public static HostSettings of(Draft<RunConfig> draft, Path plugins) {
    return of(() -> new ConfiguredSource(draft, plugins));
  }

  /** The same for what another source has. */
  public static HostSettings of(Supplier<? extends DeploymentSource> source) {
    return new HostSettings(
        source,
        true,
        List.of(),
        InstantSource.system(),
        IdSource.random(),
        new LiveSwitch(false),
        Optional.empty());
  }

  /** With these listeners. */
  public HostSettings listeners(RuntimeListener... more) {
    return new HostSettings(source, durable, List.of(more), clock, ids, money, headStart);
  }

  /** Without safety against power loss. */
  public HostSettings notDurable() {
    return new HostSettings(source, false, listeners, clock, ids, money, headStart);
  }

  /** With the switches among the variables of the process; nothing else of them is kept. */
  public HostSettings environment(Map<String, String> variables) {
    return new HostSettings(
        source, durable, listeners, clock, ids, LiveSwitch.of(variables), headStart);
  }

  /** With a server that may be starting already. */
  public HostSettings headStart(Optional<HeadStart> begun) {
    return new HostSettings(source, durable, listeners, clock, ids, money, begun);
  }
}
