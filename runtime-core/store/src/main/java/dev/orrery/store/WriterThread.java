package dev.orrery.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a journal's writer, which nobody interrupts: it ends when its queue is closed, and
 * an interrupt would close the spool's file under it. Any code in the process could send one.
 */
final class WriterThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

  WriterThread(JournalWriter writer) {
    super(writer, "orrery-journal");
    setDaemon(true);
  }

  @Override
  public void interrupt() {
    LOG.warn("the journal's writer does not heed an interrupt by={}", currentThread().getName());
  }
}
