package dev.orrery.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a setting means, for the reference page and for the way out of a problem. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Doc {
  /** The meaning: one sentence or two. */
  String value();

  /** The unit of a bare number, unless the key says it. */
  String unit() default "";

  /** Which clock it runs on. */
  Clock clock() default Clock.NONE;

  /** A value to show to somebody who left it out; the type's own example unless given. */
  String example() default "";

  /** Why there is no default. */
  String noDefault() default "it has no default";

  /** The clocks of the runtime. */
  enum Clock {
    /** Not about time. */
    NONE,
    /** The time the market runs on. */
    TIMELINE,
    /** The time of this process. */
    PROCESS,
    /** The clock of the database server. */
    DATABASE
  }
}
