package dev.orrery.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a setting that nobody wrote, spelled as in the file: {@code "30s"}, {@code "[BTC]"}.
 * A record may instead have a static method {@code defaults()} that returns a whole instance.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** YAML of one value. */
  String value();
}
