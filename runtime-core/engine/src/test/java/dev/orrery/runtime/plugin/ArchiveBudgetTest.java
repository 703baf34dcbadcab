package dev.orrery.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.orrery.kernel.Sha256;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a jar unpacks to is no measure of the memory it takes to look at it. */
class ArchiveBudgetTest {
  private static final int LARGE = 96 << 20;

  @TempDir private Path folder;

  @Test
  void looksAtAResourceOfAnySizeInNextToNoMemory() throws Exception {
    Path file =
        TestJar.withStrategy("Good", "good")
            .file("zeros", new byte[LARGE])
            .build(folder.resolve("large.jar"));
    StrategyArchive archive =
        new StrategyArchive(
            file, Sha256.of("large"), file, List.of(new ArchivePart("", file)), Set.of());
    ArchiveInspector inspector = new ArchiveInspector(PluginLimits.DEFAULT);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Collection<ServiceFiles.Provider> providers = inspector.inspect(archive).providers();
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(providers).hasSize(1);
    assertThat(taken).isLessThan(LARGE / 2);
  }
}
