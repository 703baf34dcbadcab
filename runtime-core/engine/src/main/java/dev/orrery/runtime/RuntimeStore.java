package dev.orrery.runtime;

import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.trigger.event.EventInbox;
import dev.orrery.trigger.event.Notifications;
import java.time.InstantSource;

/**
 * A place where a runtime keeps everything that outlives it: journal, history, events, switches.
 * Implemented by stores; opened by {@link RuntimeBuilder#build}, closed by the runtime.
 */
public interface RuntimeStore {
  /**
   * Opens it.
   *
   * @param clock the process's clock
   * @param ids names what has to be told apart
   * @throws ProblemException when it cannot be reached, or another runtime has it
   */
  Opened open(InstantSource clock, IdSource ids);

  /** An open store. Thread-safe. */
  interface Opened extends AutoCloseable {
    /** The journal. */
    DecisionJournal journal();

    /** What the journal knows from before. */
    DecisionHistory history();

    /** Durable events. */
    EventInbox inbox();

    /** Hints that something has come. */
    Notifications notifications();

    /** Switches; as durable as the journal. */
    LatchStore latches();

    /**
     * Takes a deployment for this runtime alone, before anything of it is read.
     *
     * @throws ProblemException REFUSED when another runtime has it
     */
    void take(String deployment, String strategy);

    /** Writes what was appended, and lets go. Repeatable. */
    @Override
    void close();
  }
}
