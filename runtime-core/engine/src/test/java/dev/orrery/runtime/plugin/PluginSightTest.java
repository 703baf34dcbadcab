package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static dev.orrery.runtime.plugin.TestJar.withStrategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.StrategyPlugin;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin's classes see of the runtime around them. */
class PluginSightTest {
  @TempDir private static Path built;
  @TempDir private Path folder;
  private Shelf shelf;
  private ClassLoader loader;

  @BeforeEach
  void open() throws Exception {
    shelf = Shelf.in(folder);
    Path file = shelf.file("plain.jar");
    if (!java.nio.file.Files.exists(built.resolve("plain.jar"))) {
      withStrategy("Plain", "plain")
          .source("com.acme.Own", "package com.acme; public class Own {}")
          .file("com/acme/own.txt", "mine")
          .build(built.resolve("plain.jar"));
    }
    java.nio.file.Files.copy(built.resolve("plain.jar"), file);
    shelf.load();
    loader = shelf.library.create(StrategyRequest.asDeclared("plain")).classLoader();
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools.jackson.databind.ObjectMapper",
        "org.pf4j.PluginManager",
        "dev.orrery.runtime.plugin.PluginLibrary",
        "dev.orrery.kernel.Problem",
        "dev.orrery.executor.broker.Broker",
        "org.hibernate.validator.HibernateValidator",
        "ch.qos.logback.classic.Logger",
        "io.micrometer.core.instrument.MeterRegistry",
        "org.quartz.Scheduler",
        "org.junit.jupiter.api.Test"
      })
  void doesNotSeeTheRuntime(String name) {
    assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
    String file = name.replace('.', '/') + ".class";
    assertThat(loader.getResource(file)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.orrery.api.StrategyPlugin",
        "dev.orrery.api.value.Price",
        "org.slf4j.Logger",
        "org.slf4j.LoggerFactory",
        "org.jspecify.annotations.Nullable",
        "jakarta.validation.constraints.Positive"
      })
  void seesTheRuntimesApi(String name) throws Exception {
    assertThat(loader.loadClass(name)).isSameAs(Class.forName(name));
    assertThat(loader.getResource(name.replace('.', '/') + ".class")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.sql.Connection", "java.net.http.HttpClient", "java.util.List"})
  void seesTheJdk(String name) throws Exception {
    assertThat(loader.loadClass(name)).isSameAs(Class.forName(name));
  }

  @Test
  void seesItsOwn() throws Exception {
    assertThat(loader.loadClass("com.acme.Own").getClassLoader()).isSameAs(loader);
    try (InputStream in = loader.getResourceAsStream("com/acme/own.txt")) {
      assertThat(in).hasContent("mine");
    }
    String service = "META-INF/services/" + StrategyPlugin.class.getName();
    assertThat(Collections.list(loader.getResources(service))).hasSize(1);
  }

  @Test
  void getsTheRuntimesLoggerEvenWhenItBringsItsOwn() {
    jar()
        .strategy(
            "Logging",
            "logging",
            "static { org.slf4j.LoggerFactory.getLogger(\"x\").info(\"from a plugin\"); }"
                + " public static Class<?> logger() { return org.slf4j.Logger.class; }")
        .file("org/slf4j/Logger.class", classNamed("org.slf4j.Logger"))
        .build(shelf.file("logging.jar"));
    shelf.library.add(shelf.file("logging.jar"));
    assertThat(shelf.refusals()).isEmpty();
    ClassLoader other = shelf.library.create(StrategyRequest.asDeclared("logging")).classLoader();
    assertThat(load(other, "org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
  }

  @Test
  void mayBringALibraryThatTheRuntimeHasToo() {
    jar()
        .strategy("Bringing", "bringing", "")
        .source("tools.jackson.core.Own", "package tools.jackson.core; public class Own {}")
        .source("org.slf4j.simple.Own", "package org.slf4j.simple; public class Own {}")
        .build(shelf.file("bringing.jar"));
    shelf.library.add(shelf.file("bringing.jar"));
    ClassLoader other = shelf.library.create(StrategyRequest.asDeclared("bringing")).classLoader();
    assertThat(load(other, "tools.jackson.core.Own").getClassLoader()).isSameAs(other);
    assertThat(load(other, "org.slf4j.simple.Own").getClassLoader()).isSameAs(other);
  }

  @Test
  void ignoresACopyOfTheApiThatIsTheSame() throws Exception {
    byte[] ours;
    try (InputStream in = StrategyPlugin.class.getResourceAsStream("StrategyPlugin.class")) {
      ours = in.readAllBytes();
    }
    withStrategy("Fat", "fat")
        .file("dev/orrery/api/StrategyPlugin.class", ours)
        .build(shelf.file("fat.jar"));
    shelf.library.add(shelf.file("fat.jar"));
    assertThat(shelf.refusals()).isEmpty();
    ClassLoader other = shelf.library.create(StrategyRequest.asDeclared("fat")).classLoader();
    assertThat(load(other, "dev.orrery.api.StrategyPlugin")).isSameAs(StrategyPlugin.class);
  }

  @Test
  void doesNotSeeAnotherPlugin() {
    withStrategy("Other", "other").build(shelf.file("other.jar"));
    shelf.library.add(shelf.file("other.jar"));
    assertThatThrownBy(() -> loader.loadClass("p.Other"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void isTheContextLoaderWhenItsCodeRuns() {
    jar()
        .strategy(
            "Context",
            "context",
            "public Context() { if (Thread.currentThread().getContextClassLoader()"
                + " != Context.class.getClassLoader()) throw new IllegalStateException(); }")
        .build(shelf.file("context.jar"));
    shelf.library.add(shelf.file("context.jar"));
    assertThat(shelf.refusals()).isEmpty();
  }

  private static byte[] classNamed(String name) {
    return java.lang.classfile.ClassFile.of()
        .build(
            java.lang.constant.ClassDesc.of(name),
            builder -> builder.withFlags(java.lang.classfile.ClassFile.ACC_PUBLIC));
  }

  private static Class<?> load(ClassLoader from, String name) {
    try {
      return from.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
