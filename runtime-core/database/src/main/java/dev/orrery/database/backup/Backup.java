package dev.orrery.database.backup;

import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes a database to one file, as it was at one moment, while others go on writing to it. The
 * file is a zip: an entry for each table with its rows in PostgreSQL's own text form, and last a
 * {@link Manifest} with counts and digests. Only its owner can read it. Thread-safe.
 */
public final class Backup {
  private static final int FAST = 3;
  private static final int BUFFER = 1 << 16;

  private Backup() {}

  /** What is told while it is written and read: rows so far. */
  @FunctionalInterface
  public interface Progress {
    /** A table is done. */
    void done(String table, long rows);
  }

  /**
   * Writes one.
   *
   * @param file which is not there yet; it appears when it is whole
   * @throws ProblemException REFUSED when the file is there, FAILED when it cannot be written or
   *     the server does not give what is asked for
   */
  public static Manifest write(
      Database database, Path file, InstantSource clock, Progress progress) {
    if (Files.exists(file)) {
      throw new ProblemException(
          Problem.refused("backup " + file, "is there already", "name another file"));
    }
    database.requireSchema();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Manifest manifest = writePart(database, part, clock, progress);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return manifest;
    } catch (IOException e) {
      discard(part, e);
      throw failed(file, IoFailure.cause(e), e);
    } catch (SQLException e) {
      discard(part, e);
      throw failed(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Manifest writePart(
      Database database, Path part, InstantSource clock, Progress progress)
      throws IOException, SQLException {
    try (FileChannel channel = create(part);
        ZipOutputStream zip =
            new ZipOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
        Connection connection = database.connect("orrery backup")) {
      zip.setLevel(FAST);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      Contents contents = new Contents(connection);
      contents.execute("set local datestyle = 'ISO'; set local bytea_output = 'hex'");
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      List<Manifest.TableCopy> tables = new ArrayList<>();
      for (Map.Entry<String, List<String>> table : contents.tables().entrySet()) {
        Manifest.TableCopy copied = table(copy, zip, table.getKey(), table.getValue());
        progress.done(copied.name(), copied.rows());
        tables.add(copied);
      }
      Manifest manifest =
          new Manifest(
              contents.schemaVersion(),
              clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
              contents.server(),
              tables,
              contents.sequences(),
              contents.partitions());
      zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
      zip.write(manifest.bytes());
      zip.closeEntry();
      zip.finish();
      zip.flush();
      channel.force(true);
      connection.rollback();
      return manifest;
    }
  }

  private static FileChannel create(Path part) throws IOException {
    return FileChannel.open(
        part,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static Manifest.TableCopy table(
      CopyManager copy, ZipOutputStream zip, String name, List<String> columns)
      throws IOException, SQLException {
    MessageDigest digest = Sha256.newDigest();
    zip.putNextEntry(new ZipEntry(name));
    OutputStream entry =
        new DigestOutputStream(new BufferedOutputStream(new Kept(zip), BUFFER), digest);
    // Of a table in partitions only a query can be copied.
    long rows =
        copy.copyOut("copy (select " + quoted(columns) + " from " + name + ") to stdout", entry);
    entry.flush();
    zip.closeEntry();
    return new Manifest.TableCopy(name, columns, rows, HexFormat.of().formatHex(digest.digest()));
  }

  static String quoted(List<String> columns) {
    return "\"" + String.join("\", \"", columns) + "\"";
  }

  private static void discard(Path part, Exception cause) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static ProblemException failed(Path file, String cause, Exception failure) {
    return new ProblemException(
        new Problem(
            ExitCode.FAILED,
            "backup " + file,
            "was not made: " + cause.lines().findFirst().orElse(""),
            "nothing is left of it; try again"),
        failure);
  }

  /** An entry does not end its file. */
  private static final class Kept extends FilterOutputStream {
    Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
