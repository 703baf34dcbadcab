package dev.orrery.control.machine.child;

import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folders under a root: one a deployment, named after it; those of machines that are gone lie
 * under {@code gone}, named after the machine.
 */
final class Folders {
  private static final String PREFIX = "dep-";
  private static final int LAUNCH_CHARACTERS = 9;

  private final Path root;

  Folders(Path root) {
    this.root = root;
  }

  static MachineId id(MachineSpec spec) {
    return new MachineId(
        PREFIX + spec.deployment() + "-" + spec.launch().toString().substring(0, 8));
  }

  MachineFolder of(UUID deployment) {
    return new MachineFolder(root.resolve(PREFIX + deployment));
  }

  /** The folder in which a machine would be, whether or not it is. */
  MachineFolder named(MachineId id) {
    String text = id.text().replace('/', '_');
    return new MachineFolder(
        root.resolve(text.substring(0, Math.max(0, text.length() - LAUNCH_CHARACTERS))));
  }

  /** Whether the machine in a folder is this one, and not a later one of its deployment. */
  boolean holds(MachineFolder folder, MachineId id) throws IOException {
    return id.text().startsWith(PREFIX) && folder.exists() && folder.id().equals(id);
  }

  List<MachineFolder> all() throws IOException {
    List<MachineFolder> found = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(root, PREFIX + "*")) {
      for (Path path : paths) {
        MachineFolder folder = new MachineFolder(path);
        if (folder.exists()) {
          found.add(folder);
        }
      }
    }
    return found;
  }

  Optional<Machine> machine(MachineId id) throws IOException {
    MachineFolder folder = named(id);
    if (holds(folder, id)) {
      return Optional.of(folder.machine());
    }
    MachineFolder gone = new MachineFolder(gone(id));
    return id.text().startsWith(PREFIX) && gone.exists()
        ? Optional.of(destroyed(gone.machine()))
        : Optional.empty();
  }

  Path log(MachineId id) throws IOException {
    MachineFolder folder = named(id);
    return holds(folder, id) ? folder.log() : new MachineFolder(gone(id)).log();
  }

  /** Makes a folder with all that belongs into it, at once. */
  void appear(MachineFolder folder, MachineId id, SpecFile spec) throws IOException {
    Path part = root.resolve("new-" + id.text());
    MachineFolder.write(part, id, spec);
    Files.move(part, folder.path());
  }

  /** Puts a machine away, and forgets the oldest of those that are too many. */
  void remove(MachineFolder folder, MachineId id, int kept) throws IOException {
    Files.createDirectories(root.resolve("gone"));
    if (Files.exists(gone(id))) {
      // Of the same launch: it was made again after it had been destroyed.
      delete(gone(id));
    }
    Files.move(folder.path(), gone(id));
    List<Path> all;
    try (Stream<Path> paths = Files.list(root.resolve("gone"))) {
      all = paths.sorted(Comparator.comparing(Folders::modified)).toList();
    }
    for (Path oldest : all.subList(0, Math.max(0, all.size() - kept))) {
      delete(oldest);
    }
  }

  private Path gone(MachineId id) {
    return root.resolve("gone").resolve(id.text().replace('/', '_'));
  }

  private static Machine destroyed(Machine was) {
    return new Machine(
        was.id(),
        was.deployment(),
        was.launch(),
        was.controlPlane(),
        was.release(),
        was.version(),
        new MachineStatus.Destroyed());
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
