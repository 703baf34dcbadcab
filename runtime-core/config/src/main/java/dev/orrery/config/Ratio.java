package dev.orrery.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code BigDecimal} that is a part of one: {@code 0.00045}, {@code 0.045%} and {@code 4.5bp} are
 * the same.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Ratio {}
