package dev.orrery.cli.print;

import java.math.BigDecimal;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Numbers of the command line, refused in words instead of the names of Java's types. */
public final class NumberText {
  /** More digits than an amount, a price or a rate has. */
  private static final int MOST = 40;

  private NumberText() {}

  /** Takes them over for a command and its verbs. */
  public static void in(CommandLine command) {
    command
        .registerConverter(BigDecimal.class, NumberText::decimal)
        .registerConverter(Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE))
        .registerConverter(long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE))
        .registerConverter(Integer.class, NumberText::integer)
        .registerConverter(int.class, NumberText::integer);
  }

  private static BigDecimal decimal(String text) {
    if (text.length() <= MOST && text.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)")) {
      return new BigDecimal(text);
    }
    throw new TypeConversionException("'" + text + "' is not a decimal number, like 0.25");
  }

  private static Integer integer(String text) {
    return Math.toIntExact(whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  private static Long whole(String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
    throw new TypeConversionException("'" + text + "' is not within " + least + " to " + most);
  }
}
