package dev.orrery.runtime.isolation;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM's heap after each collection of all of it: only those tell what is really in use. A look
 * that finds no new one costs a call into the JVM for each collector and allocates nothing, so it
 * works where there is no memory left for a notification.
 */
public final class CollectedHeap implements HeapReadings {
  private static final Logger LOG = LoggerFactory.getLogger(CollectedHeap.class);

  /** Collectors of the whole heap, of Serial, Parallel, G1, ZGC and Shenandoah. */
  private static final Set<String> WHOLE =
      Set.of(
          "MarkSweepCompact",
          "PS MarkSweep",
          "G1 Old Generation",
          "ZGC Major Cycles",
          "Shenandoah Cycles");

  /** Pools of a fixed size for what outlives collections, of Serial and Parallel. */
  private static final Set<String> LASTING = Set.of("Tenured Gen", "PS Old Gen");

  private @Nullable List<GarbageCollectorMXBean> collectors;
  private Set<String> pools = Set.of();
  private long lasting;
  private long seen;

  @Override
  public @Nullable Reading next() {
    List<GarbageCollectorMXBean> known = collectors;
    if (known == null) {
      prepare();
      return null;
    }
    long count = 0;
    for (GarbageCollectorMXBean collector : known) {
      count += collector.getCollectionCount();
    }
    if (count == seen) {
      return null;
    }
    seen = count;
    return latest(known);
  }

  private void prepare() {
    List<GarbageCollectorMXBean> found =
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
            .filter(collector -> WHOLE.contains(collector.getName()))
            .toList();
    pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    lasting =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> LASTING.contains(pool.getName()))
            .mapToLong(pool -> pool.getUsage().getMax())
            .sum();
    seen = found.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    collectors = found;
    if (found.isEmpty()) {
      LOG.info("The heap is not watched: no collector of this JVM is known");
    }
  }

  private @Nullable Reading latest(List<GarbageCollectorMXBean> known) {
    GcInfo last = null;
    for (GarbageCollectorMXBean collector : known) {
      GcInfo info = collector.getLastGcInfo();
      if (info != null && (last == null || info.getEndTime() > last.getEndTime())) {
        last = info;
      }
    }
    if (last == null) {
      return null;
    }
    long used = 0;
    for (Map.Entry<String, MemoryUsage> pool : last.getMemoryUsageAfterGc().entrySet()) {
      used += pools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
    }
    long max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
    return new Reading(used, lasting > 0 ? Math.min(lasting, max) : max, max);
  }
}
