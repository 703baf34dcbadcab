package dev.orrery.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** May change or go in any version, without the usual deprecation. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Experimental {}
