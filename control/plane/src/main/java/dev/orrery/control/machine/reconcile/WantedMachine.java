package dev.orrery.control.machine.reconcile;

import dev.orrery.control.machine.MachineId;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment's row says of its machine.
 *
 * @param launch of the last attempt to provision it
 * @param release what it is pinned to
 * @param machine the id that was written down; null before there was an answer
 * @param age how long ago that launch was
 * @param reported whether its runner has said that it is up since then
 */
public record WantedMachine(
    UUID deployment,
    UUID launch,
    Need need,
    String release,
    @Nullable MachineId machine,
    Duration age,
    boolean reported) {

  /** What shall be. */
  public enum Need {
    /** It shall be there and run: provisioning, running, paused, halted. */
    UP,
    /** It ends by itself, and is not started again: stopping. */
    ENDING,
    /** It shall not be there: stopped, and killed. */
    GONE,
    /** As it is, for a person to look at: error. What failed may still have an order on its way. */
    LEFT
  }
}
