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
  private final byte[] buffer = new byte[8192];
  private int entries;
  private long bytes;

  ArchiveBudget(PluginLimits limits) {
    this.limits = limits;
  }

  /** The bytes of an entry, checked against its checksum; empty for a folder. */
  byte[] read(ZipFile zip, ZipEntry entry) throws IOException, PluginFault {
    count(entry);
    if (entry.isDirectory()) {
      return new byte[0];
    }
    long left = limits.maxExpandedBytes() - bytes;
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
    }
    spend(content.length);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    check(entry, checksum);
    return content;
  }

  /** Checks an entry like {@link #read}, in next to no memory. */
  void pass(ZipFile zip, ZipEntry entry) throws IOException, PluginFault {
    count(entry);
    if (entry.isDirectory()) {
      return;
    }
    CRC32 checksum = new CRC32();
    try (InputStream in = zip.getInputStream(entry)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        spend(read);
        checksum.update(buffer, 0, read);
      }
    }
    check(entry, checksum);
  }

  private void count(ZipEntry entry) throws PluginFault {
    entries++;
    if (entries > limits.maxEntries()) {
      throw new PluginFault(
          "holds more than " + limits.maxEntries() + " entries", "leave out what it does not need");
    }
    EntryNames.check(entry.getName());
  }

  private void spend(int unpacked) throws PluginFault {
    bytes += unpacked;
    if (bytes > limits.maxExpandedBytes()) {
      throw new PluginFault(
          "unpacks to more than " + limits.maxExpandedBytes() + " bytes",
          "leave out what it does not need");
    }
  }

  private static void check(ZipEntry entry, CRC32 checksum) throws ZipException {
    if (entry.getCrc() != -1 && entry.getCrc() != checksum.getValue()) {
      throw new ZipException("checksum of " + entry.getName() + " is wrong");
    }
  }
}
