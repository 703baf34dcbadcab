package dev.orrery.control.machine.child;

import dev.orrery.control.machine.MachineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One control plane a folder; the system takes the lock back when its process ends. */
record RootLock(FileChannel channel) implements AutoCloseable {
  static RootLock take(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new RootLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw held(root, e);
    }
    channel.close();
    throw held(root, null);
  }

  private static MachineException held(Path root, @Nullable Throwable e) {
    return new MachineException(
        MachineException.Kind.PERMANENT,
        root + ": another control plane keeps its machines here",
        e);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
