package dev.orrery.database.backup;

import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Brings a backup into an empty database: the schema as it was, all rows with their digests
 * checked, and then the migrations since. All rows come in one transaction, or none.
 */
public final class Restore {
  private static final Pattern DAY = Pattern.compile("(\\w+)_(\\d{4})(\\d{2})(\\d{2})");
  private static final int BUFFER = 1 << 16;

  private Restore() {}

  /**
   * What is in a backup, without a database.
   *
   * @throws ProblemException REFUSED when it is none
   */
  public static Manifest look(Path file) {
    try (ZipFile zip = open(file)) {
      return manifest(zip, file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Does it.
   *
   * @throws ProblemException REFUSED when the database is not empty, the file is no backup, or of a
   *     newer program; FAILED when what is in it is not what it says, and then no row came in
   */
  public static Manifest into(Database database, Path file, Backup.Progress progress) {
    try (ZipFile zip = open(file)) {
      Manifest manifest = manifest(zip, file);
      try (Connection connection = database.connect("orrery restore")) {
        if (!new Contents(connection).isEmpty()) {
          throw new ProblemException(
              Problem.refused(
                  "database " + database.settings().url(),
                  "is not empty",
                  "restore into a new one: another --data-dir, or a database just created"));
        }
        database.migrateTo(manifest.schemaVersion());
        connection.setAutoCommit(false);
        load(connection, zip, manifest, progress);
        connection.commit();
        connection.setAutoCommit(true);
        new Contents(connection).execute("analyze");
      }
      database.migrate();
      return manifest;
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (SQLException e) {
      throw failed(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private static void load(
      Connection connection, ZipFile zip, Manifest manifest, Backup.Progress progress)
      throws SQLException, IOException {
    Contents contents = new Contents(connection);
    contents.execute("set local datestyle = 'ISO'");
    List<String> tables = manifest.tables().stream().map(Manifest.TableCopy::name).toList();
    if (!contents.tables().keySet().equals(new HashSet<>(tables))) {
      throw failed(
          Path.of(zip.getName()),
          "its tables are not those of schema version " + manifest.schemaVersion(),
          null);
    }
    contents.execute("truncate " + String.join(", ", tables) + " cascade");
    partitions(connection, manifest.partitions());
    // A trigger would number events anew and wake runners; what refers to what is checked.
    for (String table : tables) {
      contents.execute("alter table " + table + " disable trigger user");
    }
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    for (Manifest.TableCopy table : manifest.tables()) {
      table(copy, zip, table);
      progress.done(table.name(), table.rows());
    }
    for (String table : tables) {
      contents.execute("alter table " + table + " enable trigger user");
    }
    try (PreparedStatement set = connection.prepareStatement("select setval(?::regclass, ?, ?)")) {
      for (Manifest.SequencePlace place : manifest.sequences()) {
        set.setString(1, place.name());
        set.setLong(2, place.value());
        set.setBoolean(3, place.called());
        set.execute();
      }
    }
  }

  private static void table(CopyManager copy, ZipFile zip, Manifest.TableCopy table)
      throws SQLException, IOException {
    ZipEntry entry = zip.getEntry(table.name());
    if (entry == null) {
      throw failed(Path.of(zip.getName()), "it lacks " + table.name(), null);
    }
    MessageDigest digest = Sha256.newDigest();
    try (InputStream rows =
        new DigestInputStream(new BufferedInputStream(zip.getInputStream(entry), BUFFER), digest)) {
      long came =
          copy.copyIn(
              "copy " + table.name() + " (" + Backup.quoted(table.columns()) + ") from stdin",
              rows,
              BUFFER);
      String found = HexFormat.of().formatHex(digest.digest());
      if (came != table.rows() || !found.equals(table.sha256())) {
        throw failed(
            Path.of(zip.getName()),
            "%s has %d rows with digest %s, the manifest says %d with %s"
                .formatted(table.name(), came, found, table.rows(), table.sha256()),
            null);
      }
    }
  }

  private static void partitions(Connection connection, List<String> names) throws SQLException {
    try (PreparedStatement make =
        connection.prepareStatement("select orrery_ensure_partitions(?, ?::date, ?::date)")) {
      for (String name : names) {
        Matcher day = DAY.matcher(name);
        if (day.matches()) {
          String date = day.group(2) + "-" + day.group(3) + "-" + day.group(4);
          make.setString(1, day.group(1));
          make.setString(2, date);
          make.setString(3, date);
          make.execute();
        }
      }
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new ProblemException(
          Problem.refused(
              "backup " + file,
              "is none, or not whole: " + e.getMessage(),
              "name a file that orrery db backup has made"),
          e);
    }
  }

  private static Manifest manifest(ZipFile zip, Path file) throws IOException {
    ZipEntry entry = zip.getEntry(Manifest.ENTRY);
    if (entry == null) {
      throw Manifest.unreadable(file.toString(), "it has no manifest");
    }
    try (InputStream bytes = zip.getInputStream(entry)) {
      return Manifest.read(file.toString(), bytes.readAllBytes());
    }
  }

  private static ProblemException unreadable(Path file, IOException cause) {
    return new ProblemException(
        Problem.refused(
            "backup " + file, "cannot be read: " + IoFailure.cause(cause), "check the file"),
        cause);
  }

  private static ProblemException failed(Path file, String cause, @Nullable Exception failure) {
    Problem problem =
        new Problem(
            ExitCode.FAILED, "backup " + file, cause, "no row came in; take another backup");
    return failure == null ? new ProblemException(problem) : new ProblemException(problem, failure);
  }
}
