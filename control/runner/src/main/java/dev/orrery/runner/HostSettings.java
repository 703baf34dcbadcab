package dev.orrery.runner;

import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.kernel.IdSource;
import dev.orrery.runtime.RuntimeListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * What a host is started with. Immutable; begin with {@link #of}.
 *
 * @param draft the configuration as read, whatever is wrong with it: the host adds what it finds
 *     itself and tells everything at once
 * @param plugins folder of jars where the configuration names none
 * @param durable false gives up safety against power loss for speed: for tests only
 * @param listeners hear of decisions, fills and events, each on a thread of its own
 * @param clock the wall
 * @param ids where ids come from
 */
public record HostSettings(
    Draft<RunConfig> draft,
    Path plugins,
    boolean durable,
    List<RuntimeListener> listeners,
    InstantSource clock,
    IdSource ids) {
  /** Copies. */
  public HostSettings {
    listeners = List.copyOf(listeners);
  }

  /** The usual: on the world's clock, with random ids, nobody listening. */
  public static HostSettings of(Draft<RunConfig> draft, Path plugins) {
    return new HostSettings(
        draft, plugins, true, List.of(), InstantSource.system(), IdSource.random());
  }

  /** With these listeners. */
  public HostSettings listeners(RuntimeListener... more) {
    return new HostSettings(draft, plugins, durable, List.of(more), clock, ids);
  }

  /** Without safety against power loss. */
  public HostSettings notDurable() {
    return new HostSettings(draft, plugins, false, listeners, clock, ids);
  }
}
