package dev.orrery.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * How much of one plugin file may still be unpacked. What an entry says about its own size is not
 * believed. Confined to one thread.
 */
final class ArchiveBudget {
  private final PluginLimits limits;
  private int entries;
  private long bytes;

  ArchiveBudget(PluginLimits limits) {
    this.limits = limits;
  }

  /** The bytes of an entry, checked against its checksum; empty for a folder. */
  byte[] read(ZipFile zip, ZipEntry entry) throws IOException, PluginFault {
    entries++;
    if (entries > limits.maxEntries()) {
      throw new PluginFault(
          "holds more than " + limits.maxEntries() + " entries", "leave out what it does not need");
    }
    EntryNames.check(entry.getName());
    if (entry.isDirectory()) {
      return new byte[0];
    }
    long left = limits.maxExpandedBytes() - bytes;
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
    }
    bytes += content.length;
    if (bytes > limits.maxExpandedBytes()) {
      throw new PluginFault(
          "unpacks to more than " + limits.maxExpandedBytes() + " bytes",
          "leave out what it does not need");
    }
    CRC32 checksum = new CRC32();
    checksum.update(content);
    if (entry.getCrc() != -1 && entry.getCrc() != checksum.getValue()) {
      throw new ZipException("checksum of " + entry.getName() + " is wrong");
    }
    return content;
  }
}
