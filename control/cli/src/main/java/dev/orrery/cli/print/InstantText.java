package dev.orrery.cli.print;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Instants on the command line: {@code 2024-03-01}, midnight UTC, or {@code 2024-03-01T06:00:00Z}.
 */
public final class InstantText implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      return text.length() == "2024-03-01".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is no instant: write 2024-03-01 or 2024-03-01T06:00:00Z");
    }
  }
}
