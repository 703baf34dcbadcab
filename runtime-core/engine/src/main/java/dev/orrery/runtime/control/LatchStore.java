package dev.orrery.runtime.control;

/** Keeps latches. Does I/O; called by the threads of commands and guards, never within a tick. */
public interface LatchStore {
  /** Keeps nothing: latches last as long as the runtime. */
  LatchStore NONE =
      new LatchStore() {
        @Override
        public Latches load(String deployment) {
          return Latches.NONE;
        }

        @Override
        public void save(String deployment, Latches latches) {}
      };

  /** What was kept. */
  Latches load(String deployment);

  /** Keeps these; durable when it returns. */
  void save(String deployment, Latches latches);
}
