package dev.orrery.exchange.control;

import dev.orrery.exchange.desk.VenueDesk;
import dev.orrery.exchange.feed.Player;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All of the exchange that outlives a restart: the venue, where the market stands, the clock. */
public final class SavedState {
  private static final int VERSION = 1;

  private final VenueDesk desk;
  private final Player player;
  private final @Nullable Path file;

  /**
   * The state of these.
   *
   * @param file where it is kept; null for nowhere
   */
  public SavedState(VenueDesk desk, Player player, @Nullable Path file) {
    this.desk = desk;
    this.player = player;
    this.file = file;
  }

  /** As it is written. */
  record Form(
      int version,
      long skewMillis,
      Map<String, String> recordings,
      Map<String, Long> steps,
      JsonNode venue) {}

  /** The venue that is in a saved state, to begin with. */
  public static byte[] venueOf(byte[] saved) {
    return WireJson.bytes(form(saved).venue);
  }

  /** Reads a file, if there is one. */
  public static Optional<byte[]> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(),
              "cannot be read: " + IoFailure.reason(e),
              "name another file with --state"),
          e);
    }
  }

  /** Everything, as it is now. */
  public byte[] save() {
    return WireJson.bytes(
        new Form(
            VERSION,
            desk.clock().skew().toMillis(),
            player.digests(),
            player.steps(),
            WireJson.tree(desk.save())));
  }

  /**
   * Everything, as it was then. Markets go on where they were if their recording is the same.
   *
   * @throws IllegalArgumentException when it is no saved state; nothing has changed then
   */
  public void load(byte[] saved) {
    Form form = form(saved);
    desk.load(WireJson.bytes(form.venue));
    resume(form);
  }

  /** Market and clock alone, for a venue that was loaded already. */
  public void resume(byte[] saved) {
    resume(form(saved));
  }

  private void resume(Form form) {
    desk.clock().skew(Duration.ofMillis(form.skewMillis));
    Map<String, Long> steps = new HashMap<>(form.steps);
    Map<String, String> present = player.digests();
    steps.keySet().removeIf(it -> !form.recordings.getOrDefault(it, "").equals(present.get(it)));
    player.steps(steps);
  }

  /** Writes the file: whole, or not at all. */
  public void saveFile() {
    Path target = required();
    Path beside = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.write(beside, save());
      try {
        Files.move(
            beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new ProblemException(
          Problem.refused(
              target.toString(),
              "cannot be written: " + IoFailure.cause(e),
              "name a file this user may write with --state"),
          e);
    }
  }

  /** Reads the file again. */
  public void loadFile() {
    Path source = required();
    byte[] saved =
        read(source)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.refused(source.toString(), "has not been saved yet", "")));
    load(saved);
  }

  /** Whether there is a file. */
  public boolean hasFile() {
    return file != null;
  }

  private Path required() {
    if (file == null) {
      throw new ProblemException(
          Problem.refused("state", "is kept nowhere", "start the exchange with --state FILE"));
    }
    return file;
  }

  private static Form form(byte[] saved) {
    try {
      Form form = WireJson.read(saved, WireType.of(Form.class));
      if (form.version != VERSION) {
        throw new IllegalArgumentException(
            "it is of version " + form.version + ", which nobody reads");
      }
      return form;
    } catch (MalformedMessageException e) {
      throw new IllegalArgumentException("it is no saved exchange: " + e.getMessage(), e);
    }
  }
}
