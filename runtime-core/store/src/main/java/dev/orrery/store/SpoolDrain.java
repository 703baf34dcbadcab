package dev.orrery.store;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts into the database what a former writer left in the spool. */
final class SpoolDrain {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);

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
        link.dismiss(left.writer());
        left.delete();
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
    String writer = spool.writer();
    link.enroll(writer);
    long there = link.position(writer);
    while (!spool.isEmpty()) {
      byte[] frame = spool.peek();
      if (BatchBytes.lastSeq(frame) > there) {
        link.load(writer, BatchBytes.read(frame));
      }
      spool.remove();
    }
    LOG.info("the spool is drained");
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
