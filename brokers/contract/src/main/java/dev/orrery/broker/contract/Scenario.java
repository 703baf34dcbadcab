package dev.orrery.broker.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** One numbered scenario of the suite; its number is never given to another one. */
@Test
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Scenario {
  /** Number: {@code C07}. */
  String id();

  /** What must hold, as a sentence. */
  String value();
}
