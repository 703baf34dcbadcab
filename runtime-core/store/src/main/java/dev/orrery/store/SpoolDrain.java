package dev.orrery.store;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts into the database what a former writer left in the spool. */
final class SpoolDrain {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);

  private static final int STEP_BYTES = 2 << 20;

  private SpoolDrain() {}

  /**
   * Drains it all and takes the file away; nothing happens without one.
   *
   * @throws ProblemException when it is damaged or the database refuses it
   * @throws SQLException when the database cannot be reached
   */
  static void drain(JournalSettings settings, JournalLink link) throws SQLException {
    Path file = settings.spoolFolder().resolve(SpoolFile.NAME);
    try {
      SpoolFile left = SpoolFile.find(settings.spoolFolder(), settings.spoolBytes());
      if (left == null) {
        return;
      }
      try (left) {
        drain(left, link);
        // In this order: a frame that came back without its writer's mark would be written twice.
        left.delete();
        link.dismiss(left.writer());
      }
    } catch (IOException e) {
      throw unusable(file, e);
    } catch (SQLException e) {
      if (JournalLink.refuses(e)) {
        throw unusable(file, e);
      }
      throw e;
    }
  }

  private static void drain(SpoolFile spool, JournalLink link) throws IOException, SQLException {
    if (spool.isEmpty()) {
      return;
    }
    LOG.info("draining the spool a former start left bytes={}", spool.size());
    link.enroll(spool.writer());
    while (!spool.isEmpty()) {
      step(spool, link);
    }
    LOG.info("the spool is drained");
  }

  /**
   * Puts the oldest frames into the database, those that are not there already, and takes them from
   * the spool.
   *
   * @param link knows the spool's writer
   */
  static void step(SpoolFile spool, JournalLink link) throws IOException, SQLException {
    List<byte[]> frames = spool.peek(STEP_BYTES);
    List<byte[]> missing;
    do {
      missing = missing(frames, link.reached());
    } while (!missing.isEmpty() && !link.load(spool.writer(), BatchBytes.read(missing)));
    spool.remove(frames);
  }

  private static List<byte[]> missing(List<byte[]> frames, long reached) throws IOException {
    List<byte[]> missing = new ArrayList<>();
    for (byte[] frame : frames) {
      if (BatchBytes.lastSeq(frame) > reached) {
        missing.add(frame);
      }
    }
    return missing;
  }

  private static ProblemException unusable(Path file, Exception cause) {
    return new ProblemException(
        new Problem(
            ExitCode.FAILED,
            "journal spool " + file,
            String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString()),
            "it holds what was done while the database was away: mend the cause; only moving the"
                + " file away gives that up"),
        cause);
  }
}
