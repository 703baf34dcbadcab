package dev.orrery.control.machine.reconcile;

import dev.orrery.control.machine.MachineId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing to do, or to say. */
public sealed interface Step {
  /**
   * A row has no machine.
   *
   * @param again whether it once had one
   */
  record Create(UUID deployment, boolean again) implements Step {}

  /** A row does not know its machine. */
  record Note(UUID deployment, MachineId machine) implements Step {}

  /** A machine that shall run has stopped without having failed. */
  record Start(UUID deployment, MachineId machine) implements Step {}

  /** A row fails; its machine is left for a person to look at. */
  record Fail(UUID deployment, UUID launch, MachineId machine, String cause) implements Step {}

  /** The machine of a deployment that was ending has ended. */
  record Ended(UUID deployment, UUID launch) implements Step {}

  /** A machine goes. */
  record Destroy(MachineId machine, Why why) implements Step {}

  /** Something for a person, nothing is done. */
  record Report(@Nullable MachineId machine, Finding finding, String text) implements Step {}

  /** Why a machine goes. */
  enum Why {
    /** Its deployment has ended. */
    ENDED,
    /** A later launch of its deployment takes its place. */
    SUPERSEDED,
    /** It is the second of one deployment. */
    DUPLICATE,
    /** It has no row. */
    ORPHAN
  }

  /** What is odd. */
  enum Finding {
    /** No row, and left alone. */
    ORPHAN,
    /** Runs something else than its row says. */
    DRIFT,
    /** In a passing state for too long. */
    STUCK,
    /** The provider cannot say. */
    UNKNOWN,
    /** Too much at once to be true. */
    HELD
  }
}
