package dev.orrery.control.machine;

import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where machines come from: processes of this host, or somebody's cloud. Implemented by us and
 * judged by {@code MachineProviderContract}; called by the control plane from any thread, several
 * at once.
 *
 * <p><b>At most one.</b> A deployment has at most one machine, whoever asks and however often:
 * {@link #create} adopts what is there. Everything else may be repeated harmlessly. <b>Failure.</b>
 * What cannot be done throws {@link MachineException}; after a transient one nobody knows whether
 * it was done, so look before asking again. <b>The machine is not the right to trade.</b> A
 * provider may be wrong about what runs; the lease in the database is what keeps two runners apart.
 */
public interface MachineProvider extends AutoCloseable {
  /** A short stable name, kept in rows: {@code child}, {@code fly}, {@code kubernetes}. */
  String name();

  /**
   * Makes and starts a machine for a deployment. Returns once the machine has an id, before it is
   * up: the caller writes the id down first and waits afterwards.
   */
  Creation create(MachineSpec spec);

  /** A machine as it is now; empty when there never was one, or it is long forgotten. */
  Optional<Machine> find(MachineId id);

  /** The machines of one control plane that are not destroyed. */
  Sighting list(String controlPlane);

  /**
   * Starts a machine that has stopped or failed; does nothing to one that has not.
   *
   * @param secrets handed over anew, because nobody keeps them
   */
  void start(MachineId id, Map<String, Secret> secrets);

  /**
   * Asks the program to end and ends it by force when it has not by then. Returns at once. What was
   * stopped is not restarted, whatever its exit code, and is still there to be destroyed.
   */
  void stop(MachineId id, StopSignal signal, Duration grace);

  /** Ends the program by force and removes the machine. Harmless for one that is gone. */
  void destroy(MachineId id);

  /**
   * Gives a machine another release, in place: id, environment, size and restart policy stay. A
   * running machine is stopped for it and started again, one that has stopped stays so. Returns
   * when the machine has the new release.
   *
   * @param grace how long the program may take to end
   */
  Machine upgrade(MachineId id, String release, Map<String, Secret> secrets, Duration grace);

  /** Waits until a machine is in no passing state, at most so long, and says how it is then. */
  Optional<Machine> settle(MachineId id, Duration atMost);

  /** The last lines that the program wrote, or what the provider keeps instead, oldest first. */
  List<String> logs(MachineId id, int lines);

  /**
   * Asks whether it answers and lets us in; does not try long.
   *
   * @throws MachineException permanent when it refuses, otherwise when it does not answer
   */
  default void check(String controlPlane) {
    list(controlPlane);
  }

  /** Lets go of machines without touching them: they go on, and the next provider finds them. */
  @Override
  void close();
}
