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
 * that finds no new one costs a call or two into the JVM, and no look takes more than a few hundred
 * bytes, so it works where there is no memory left for a notification.
 *
 * <p>Serial and Parallel collect the whole only when what outlives collections has filled its part
 * to the brim, and then everybody waits for one such collection after the other. So they are asked
 * for one earlier, while there is room to act by what it shows.
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

  /** Part in use, garbage or not, from which it is worth a collection to know how much it is. */
  private static final double EARLY = 0.85;

  /** What must have been added since the last collection for another, of the part. */
  private static final double ADDED = 0.1;

  private @Nullable List<GarbageCollectorMXBean> collectors;

  /** Of the heap. */
  private List<MemoryPoolMXBean> pools = List.of();

  /** Those of them for what outlives collections, where they have a size of their own. */
  private List<MemoryPoolMXBean> lastingPools = List.of();

  private long lasting;
  private long max;
  private long collectFrom;

  /** False in a JVM that was told not to collect when it is asked. */
  private boolean listened = true;

  private long seen;

  @Override
  public @Nullable Reading next() {
    List<GarbageCollectorMXBean> known = collectors;
    if (known == null) {
      prepare();
      return null;
    }
    long count = collections(known);
    if (count == seen && canCollect() && isNearlyFull()) {
      collect();
      count = collections(known);
    }
    if (count == seen) {
      return null;
    }
    seen = count;
    return lasting > 0 ? left() : latest(known);
  }

  private static long collections(List<GarbageCollectorMXBean> known) {
    long count = 0;
    for (int i = 0; i < known.size(); i++) { // without an iterator
      count += known.get(i).getCollectionCount();
    }
    return count;
  }

  private boolean isNearlyFull() {
    long used = 0;
    for (int i = 0; i < lastingPools.size(); i++) {
      used += lastingPools.get(i).getUsage().getUsed();
    }
    return used > collectFrom;
  }

  @Override
  public boolean canCollect() {
    return lasting > 0 && listened;
  }

  @Override
  public void collect() {
    List<GarbageCollectorMXBean> known = collectors;
    if (known != null && canCollect()) {
      long before = collections(known);
      System.gc();
      listened = collections(known) > before;
    }
  }

  private void prepare() {
    List<GarbageCollectorMXBean> found =
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
            .filter(collector -> WHOLE.contains(collector.getName()))
            .toList();
    pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    lastingPools = pools.stream().filter(pool -> LASTING.contains(pool.getName())).toList();
    max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
    lasting =
        Math.min(max, lastingPools.stream().mapToLong(pool -> pool.getUsage().getMax()).sum());
    collectFrom = (long) (EARLY * lasting);
    seen = collections(found);
    collectors = found;
    if (found.isEmpty()) {
      LOG.info("The heap is not watched: no collector of this JVM is known");
    }
  }

  /** What the last collection left in the pools; one of new objects only may have come since. */
  private Reading left() {
    long used = 0;
    long old = 0;
    for (int i = 0; i < pools.size(); i++) {
      MemoryPoolMXBean pool = pools.get(i);
      MemoryUsage after = pool.getCollectionUsage();
      if (after != null) {
        used += after.getUsed();
        old += lastingPools.contains(pool) ? after.getUsed() : 0;
      }
    }
    collectFrom = (long) Math.max(EARLY * lasting, old + ADDED * lasting);
    return new Reading(used, lasting, max);
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
    Set<String> names =
        pools.stream().map(MemoryPoolMXBean::getName).collect(Collectors.toUnmodifiableSet());
    long used = 0;
    for (Map.Entry<String, MemoryUsage> pool : last.getMemoryUsageAfterGc().entrySet()) {
      used += names.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
    }
    return new Reading(used, max, max);
  }
}
