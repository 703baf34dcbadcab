package dev.orrery.runner.command;

import dev.orrery.deployment.CommandKind;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wishes on disk, one line of JSON each, in the order they were asked for. Small: it is written
 * anew each time, and is whole or as it was before. Not thread-safe.
 */
final class WishFile {
  /** Beside the spool, in the data directory. */
  static final String NAME = "switches.pending";

  private static final class Lazy {
    static final JsonMapper MAPPER = JsonMapper.builder().build();
  }

  private final Path path;

  WishFile(Path dataDir) {
    this.path = dataDir.resolve(NAME);
  }

  /**
   * What it holds; nothing without one.
   *
   * @throws ProblemException FAILED when it cannot be read: it may hold a panic
   */
  List<Wish> read() {
    try {
      List<Wish> wishes = new ArrayList<>();
      for (String line : Files.readAllLines(path)) {
        wishes.add(wish(Lazy.MAPPER.readTree(line)));
      }
      return wishes;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw damaged(IoFailure.cause(e), e);
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged("it is not as it was written", e);
    }
  }

  /** Holds exactly these from now on, for certain; the file is away when there is none. */
  void write(List<Wish> wishes) throws IOException {
    if (wishes.isEmpty()) {
      Files.deleteIfExists(path);
    } else {
      Path fresh = path.resolveSibling(NAME + ".new");
      StringBuilder text = new StringBuilder();
      wishes.forEach(each -> text.append(line(each)).append('\n'));
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }
    try (FileChannel folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static String line(Wish wish) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("strategy", wish.strategy());
    fields.put("kind", wish.kind().text());
    fields.put("reason", wish.reason());
    fields.put("actor", wish.actor());
    return Lazy.MAPPER.writeValueAsString(fields);
  }

  private static Wish wish(JsonNode line) {
    return new Wish(
        line.path("strategy").asString(null),
        CommandKind.of(line.path("kind").asString("")),
        line.path("reason").asString(""),
        line.path("actor").asString(""));
  }

  private ProblemException damaged(String cause, Exception why) {
    return new ProblemException(
        new Problem(
            ExitCode.FAILED,
            "switches in " + path,
            "cannot be read: " + cause,
            "it holds what was switched while the database was away: mend the cause; only moving"
                + " the file away gives that up"),
        why);
  }
}
